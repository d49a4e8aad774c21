"""Runs the graph of a model without a scheduler: one node after the other, in an order found once.

Rasa's runner cuts the graph to its target, orders it and hands it to dask at each run, and describes the whole graph to
a debug log that nobody reads; together that costs several times what the nodes of a small model do.
"""

from graphlib import TopologicalSorter
from typing import Any, Self

from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage

Step = tuple[str, GraphNode, tuple[str, ...]]
"""A node's name, the node, and the names of the nodes and inputs it needs."""


class StraightRunner(GraphRunner):
    """Gives what the runner it is made from gives."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema, self._nodes = schema, nodes
        self._plans: dict[tuple[str, ...], list[Step]] = {}

    @classmethod
    def of(cls, runner: DaskGraphRunner) -> Self:
        """With the nodes that `runner` has loaded already."""
        return cls(runner._graph_schema, runner._instantiated_nodes)

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> Self:
        return cls.of(DaskGraphRunner.create(graph_schema, model_storage, execution_context, hooks))

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """The output of each target. Raises what a node raises."""
        wanted = tuple(targets or self._schema.target_names)
        outputs = dict(inputs or {})
        for name, node, needs in self._plan(wanted):
            _, outputs[name] = node(*((need, outputs[need]) for need in needs))
        return {target: outputs[target] for target in wanted}

    def _plan(self, targets: tuple[str, ...]) -> list[Step]:
        if targets not in self._plans:
            nodes = self._schema.minimal_graph_schema(list(targets)).nodes
            needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
            order = TopologicalSorter(needs).static_order()
            self._plans[targets] = [(name, self._nodes[name], needs[name]) for name in order if name in nodes]
        return self._plans[targets]
