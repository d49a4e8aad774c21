"""Where things are in a checkout. What the system writes goes under `Settings.data_dir`, not here."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOT = ROOT / "bot"
BOT_PYTHON = BOT / ".venv" / "bin" / "python"
BOT_LOCK = BOT / "requirements.lock"
LOCKS = ROOT / "locks"
MODELS = ROOT / "models"
NODE = ROOT / ".tools" / "node"
PAGES = ROOT / "web" / "dist"
TOOLS = ROOT / ".tools"
WEB = ROOT / "web"
ZHIKE = ROOT / "zhike"


def relative(path: Path) -> str:
    """For people: from the checkout's folder where that is shorter."""
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)
