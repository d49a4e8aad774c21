"""An institution's own file: its policies, its calendar, its sentences."""

from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where there is one: every start reads five files


def read_yaml(path: Path) -> Any:
    """Raises OSError or yaml.YAMLError."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 — both load plain values alone
