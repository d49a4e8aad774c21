"""`zhike openapi`: writes the service's OpenAPI document where the pages' types are made from it."""

import json
import tempfile
from pathlib import Path

from command.paths import ROOT
from handoff.app import create_app
from handoff.settings import Settings

TARGET = ROOT / "docs" / "openapi.json"


def document() -> str:
    """The same text for the same code, whatever the settings of this machine are."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(_env_file=None, data_dir=Path(folder)))
        text = json.dumps(app.openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        app.state.services.database.close()
    return text


def write() -> Path:
    TARGET.write_text(document(), encoding="utf-8")
    return TARGET
