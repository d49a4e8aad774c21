"""The taught sentences nearest to one, found without reading all their numbers. Imports no Rasa.

The product with sixteen thousand taught sentences reads 25 MB, more than a processor keeps at hand. In eight bits it
reads 6 MB, and says which few are worth an exact look.
"""

from functools import cached_property
from typing import Any

import numpy as np

FEW_TAUGHT = 2_048
"""So many fit near the processor as they are."""
FEW_ASKED = 8
"""Of more at once, as in training, each number that is read serves many: the plain product is as fast."""
LOOKED_AT = 128
"""Most alike in eight bits, looked at exactly: many more than are asked for, for eight bits err in the third digit."""

OPSET, IR_VERSION = 20, 9
_MOST = 64
"""Levels of a taught number, as of the encoder's weights: pairs of products then stay within 16 bits without VNNI."""
_MIDDLE = 128
"""What zero is among the levels of what is asked: the fast product takes them without a sign."""


class Nearest:
    """`taught` is (n, d), rows of length 1."""

    def __init__(self, taught: np.ndarray) -> None:
        self.taught = np.ascontiguousarray(taught, np.float32)

    def find(self, asked: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
        """Indices and cosines (asked, most) of the nearest, in no order; of all where fewer are taught."""
        most = min(most, len(self.taught))
        if len(self.taught) <= FEW_TAUGHT or len(asked) > FEW_ASKED:
            return _best(asked @ self.taught.T, most)
        likely = np.argpartition(-self._product(asked), LOOKED_AT - 1, axis=1)[:, :LOOKED_AT]
        cosines = np.stack([self.taught[places] @ row for places, row in zip(likely, asked, strict=True)])
        found, cosines = _best(cosines, most)
        return np.take_along_axis(likely, found, axis=1), cosines

    def _product(self, asked: np.ndarray) -> np.ndarray:
        """(asked, n), each row in units of its own: the greater, the more alike."""
        if self._in_levels is None:
            return asked @ self.taught.T
        greatest = np.maximum(np.abs(asked).max(axis=1, keepdims=True), 1e-9)
        levels = np.round(asked / greatest * (_MIDDLE - 1) + _MIDDLE).astype(np.uint8)
        product: np.ndarray = self._in_levels.run(None, {"asked": levels})[0]
        return product

    @cached_property
    def _in_levels(self) -> Any:
        """The session with the product in eight bits; None where onnxruntime is not, and the plain one has to do."""
        try:
            import onnxruntime
            from onnx import TensorProto, helper, numpy_helper
        except ImportError:
            return None
        count, width = self.taught.shape
        levels = np.round(self.taught.T * (_MOST / np.abs(self.taught).max())).astype(np.int8)
        constants = [
            numpy_helper.from_array(np.ascontiguousarray(levels), "taught"),
            numpy_helper.from_array(np.uint8(_MIDDLE), "middle"),
        ]
        graph = helper.make_graph(
            [helper.make_node("MatMulInteger", ["asked", "taught", "middle"], ["product"])],
            "nearest",
            [helper.make_tensor_value_info("asked", TensorProto.UINT8, ["sentences", width])],
            [helper.make_tensor_value_info("product", TensorProto.INT32, ["sentences", count])],
            constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def _best(cosines: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Columns and values of the greatest in each row, in no order."""
    places = np.argpartition(-cosines, most - 1, axis=1)[:, :most]
    return places, np.take_along_axis(cosines, places, axis=1)
