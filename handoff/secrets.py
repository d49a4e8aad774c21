"""Secrets nobody set are made once and kept in the data folder, readable by its owner only."""

import json
import os
import secrets
from pathlib import Path

from pydantic import SecretStr

from handoff.settings import Settings

GENERATED = ("bot_key", "customer_token_key")


def with_secrets(settings: Settings) -> Settings:
    """The settings with every empty secret filled from `data_dir/secrets.json`, which is written when it is missing."""
    missing = [name for name in GENERATED if not getattr(settings, name).get_secret_value()]
    if not missing:
        return settings
    kept = load_or_make(settings.data_dir / "secrets.json")
    return settings.model_copy(update={name: SecretStr(kept[name]) for name in missing})


def load_or_make(path: Path) -> dict[str, str]:
    """Read the file, or create it with mode 0600. Of two processes at once, one creates it and both read that."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = {name: secrets.token_urlsafe(32) for name in GENERATED}
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return json.loads(path.read_text(encoding="utf-8"))
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(fresh, file)
    return fresh
