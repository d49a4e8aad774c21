"""What components that learn nothing share."""

from typing import Any, Self

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage


class StatelessComponent(GraphComponent):
    """Made from its settings alone; subclasses have `process` and, where they change what is learnt,
    `process_training_data`."""

    def __init__(self, config: dict[str, Any] | None = None) -> None:
        """Those with settings have an `__init__` of their own."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        return cls(config)
