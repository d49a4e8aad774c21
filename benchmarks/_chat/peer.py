"""The peer: `rasa run` as it comes, with the model and the actions of our bot, on Rasa's own channels.

Trackers in memory, dask, an HTTP session a call of an action: Rasa's defaults. One process serves the model, one the
actions. Two things make it faster than it comes, so that the ratios are the least one gets: the domain is sent only to
the action that asks for it, and the action server and jsonschema are ours.
"""

from pathlib import Path

from benchmarks._talk import rasa_answers
from command.model import rasa_environment
from command.paths import BOT_PYTHON
from command.supervisor import Child, Spec, Supervisor
from command.system import BOT_READY_WITHIN_S, MODELS_THREADS, System
from handoff.secrets import with_secrets
from handoff.settings import Settings
from rehearsal.ports import own_port

CREDENTIALS = """\
rest:
socketio:
  user_message_evt: user_uttered
  bot_message_evt: bot_uttered
  session_persistence: false
"""
ENDPOINTS = """\
action_endpoint:
  url: ${ZHIKE_ACTIONS_URL}
  enable_selective_domain: true
"""


async def start(supervisor: Supervisor, folder: Path, model: Path) -> tuple[int, list[Child]]:
    """The port of the peer once it answers, and its two processes."""
    (folder / "credentials.yml").write_text(CREDENTIALS, encoding="utf-8")
    (folder / "endpoints.yml").write_text(ENDPOINTS, encoding="utf-8")
    port, actions_port = own_port(), own_port()
    settings = with_secrets(Settings(_env_file=None, data_dir=folder))
    actions, *_ = System(settings, model, port=0, bot_port=port, actions_port=actions_port).bot_specs()
    children = [supervisor.start(spec) for spec in (actions, _rasa(folder, model, port, actions_port))]
    for child in children:
        await child.wait_until_ready()
    return port, children


def _rasa(folder: Path, model: Path, port: int, actions_port: int) -> Spec:
    run = ["run", "--interface", "127.0.0.1", "-p", str(port), "--model", model]
    files = ["--credentials", folder / "credentials.yml", "--endpoints", folder / "endpoints.yml"]
    environment = {
        **rasa_environment(),
        "ZHIKE_ACTIONS_URL": f"http://127.0.0.1:{actions_port}/webhook",
        "OMP_NUM_THREADS": MODELS_THREADS,
        "TF_NUM_INTRAOP_THREADS": MODELS_THREADS,
        "TF_NUM_INTEROP_THREADS": MODELS_THREADS,
    }
    argv, log = [BOT_PYTHON, "-m", "rasa", *run, *files], folder / "logs" / "rasa.log"
    return Spec("rasa", argv, lambda: rasa_answers(port), log, environment, BOT_READY_WITHIN_S)
