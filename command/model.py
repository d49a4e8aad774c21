"""The model that belongs to the present content: named by a digest of what it was trained from, and signed.

A Rasa model is an archive that is partly unpickled, so a file that somebody put there would run as code. A signature
with this installation's key tells our own models from others.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from command import shell
from command.digest import digest, files_of
from command.install import check_writable
from command.paths import BOT, BOT_LOCK, BOT_PYTHON, MODELS, ROOT, TOOLS, relative
from command.problem import Problem
from command.steps import Steps

KEY = TOOLS / "model.key"
CHOICE = "model.chosen"  # in the data folder
SCRATCH = TOOLS / "tmp"
NAME_CHARS = 12  # of the digest: 48 bits, enough to tell one content from another
# TensorFlow is imported by Rasa and not used; these keep it and the linear algebra from taking every core.
ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}


def rasa_environment() -> dict[str, str]:
    """For Rasa's own commands: `ENVIRONMENT`, and a folder for temporary files that is this user's alone.

    jieba keeps its dictionary there under a fixed name and loads what it finds: in /tmp anybody could have put it.
    """
    SCRATCH.mkdir(parents=True, exist_ok=True, mode=0o700)
    SCRATCH.chmod(0o700)
    return {**ENVIRONMENT, "TMPDIR": str(SCRATCH)}


def current() -> Path:
    """Where the model of the present content is, or will be once trained."""
    parts = [ROOT / "config.yml", BOT_LOCK]
    code = BOT / "components", BOT / "embedding", BOT / "policies"
    for folder in (*code, BOT / "dictionary", BOT / "domain", ROOT / "data" / "complaints", *training_data()):
        parts.extend(files_of(folder))
    return MODELS / f"zhike-{digest(path for path in parts if path.exists())[:NAME_CHARS]}.tar.gz"


async def train(steps: Steps, logs: Path, *, is_forced: bool = False) -> Path:
    """The signed model of the present content; nothing is trained when it is there already."""
    model = current()
    if model.exists() and not is_forced:
        if is_signed(model):
            return model
        steps.say(f"The model {relative(model)} does not carry this installation's signature and is made anew.")
    check_writable()
    draft = MODELS / f".{model.name.removesuffix('.tar.gz')}-{os.getpid()}"
    draft.mkdir(parents=True, exist_ok=True)
    try:
        async with steps.step("Training the model") as step:
            await shell.run(argv(draft), step=step, log=logs / "train.log", env=rasa_environment())
        trained = draft / "model.tar.gz"
        if not trained.exists():
            raise Problem("Training ended without a model.", log=logs / "train.log")
        signature_of(model).write_text(sign(trained))
        trained.replace(model)  # last, so that a model is never there half
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return model


def training_data() -> list[Path]:
    """What Rasa reads of `data`; the other folders there are not in its format."""
    return [folder for name in ("nlu", "rules", "stories") if (folder := ROOT / "data" / name).exists()]


def argv(out: Path) -> list[str | Path]:
    """Leaves `out / "model.tar.gz"`. Rasa's own validation, which takes 25 s, is done by our tests."""
    paths = ["--config", "config.yml", "--domain", "bot/domain", "--out", out / "model.tar.gz"]
    return [BOT_PYTHON, "-m", "bot.train", *paths, "--data", *training_data()]


def signature_of(model: Path) -> Path:
    return model.with_name(model.name + ".sig")


def sign(model: Path) -> str:
    """HMAC-SHA256 of the file, in hexadecimal."""
    with model.open("rb") as file:
        return hmac.new(_key(), hashlib.file_digest(file, "sha256").digest(), "sha256").hexdigest()


def is_signed(model: Path) -> bool:
    """False for a model that was not trained in this checkout, or changed since."""
    signature = signature_of(model)
    return signature.exists() and hmac.compare_digest(signature.read_text().strip(), sign(model))


def find(name: str) -> Path:
    """A model by its path, or its name in models/. Raises Problem when it is not there or not ours."""
    path = next((path for path in (Path(name), MODELS / name) if path.is_file()), None)
    if path is None:
        raise Problem(f"There is no model {name}: models/ has those that were trained, ./zhike train makes one.")
    if not is_signed(path):
        raise Problem(f"The model {name} does not carry this installation's signature, and could be anybody's code.")
    return path.resolve()


def choose(data_dir: Path, model: Path) -> None:
    """Serve this one at the next start too; the one of the present content needs no choice."""
    note = data_dir / CHOICE
    if model == current().resolve():
        note.unlink(missing_ok=True)
    else:
        note.write_text(str(model), encoding="utf-8")


def chosen(data_dir: Path, say: Callable[[str], None]) -> Path | None:
    """The model that somebody chose over the one of the present content, which serves again when that one is gone."""
    note = data_dir / CHOICE
    if not note.exists():
        return None
    try:
        return find(note.read_text(encoding="utf-8").strip())
    except Problem as problem:
        say(f"{problem} It was chosen; the model of the present content serves instead.")
        return None


def _key() -> bytes:
    """Made once a checkout; never in a backup, so that models are not carried from machine to machine unseen."""
    KEY.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(KEY, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        os.write(descriptor, secrets.token_bytes(32))
        os.close(descriptor)
    return KEY.read_bytes()
