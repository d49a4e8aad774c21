"""What agents say often: the sentences of `data/policy/replies.yml`, with the house and the agent named in them."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from handoff.yaml_file import read_yaml


class Reply(BaseModel):
    """`title` is how an agent finds it, `text` what is put into the field."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str = Field(min_length=1, max_length=30)
    text: str = Field(min_length=1, max_length=1000)

    def filled(self, names: Mapping[str, str]) -> "Reply":
        """With `{name}` replaced by what it stands for; other braces stay as they are."""
        text = self.text
        for name, value in names.items():
            text = text.replace(f"{{{name}}}", value)
        return Reply.model_construct(title=self.title, text=text)


class Replies(BaseModel):
    """The file, in the order agents see."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    replies: tuple[Reply, ...]


@lru_cache(maxsize=8)
def load_replies(path: Path) -> tuple[Reply, ...]:
    """Read the file once a process. Raises OSError, yaml.YAMLError or pydantic's ValidationError."""
    return Replies.model_validate(read_yaml(path)).replies
