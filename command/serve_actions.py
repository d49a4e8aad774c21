"""`python -m command.serve_actions PORT`: the custom actions, in one process, on loopback.

rasa-sdk's own command listens on every address and adds a worker process that would outlive a killed parent.
"""

import logging
import sys
import warnings
from typing import Any

import rasa_sdk.utils
from rasa_sdk.endpoint import create_app_for_serve
from rasa_sdk.executor import ActionExecutor

from handoff import logs
from handoff.settings import Settings


class SelectiveExecutor(ActionExecutor):
    """Lets a call come without the domain, as `enable_selective_domain` in bot/endpoints.yml has it.

    rasa-sdk 3.21 answers such a call with 449, "send it again with the domain", which Rasa 3.6 takes for a failure.
    """

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
        """The domain of this call; empty for the actions that did not ask for one."""
        return payload.get("domain") or {}


def main(port: int) -> None:
    logs.configure(Settings().log_level)
    rasa_sdk.utils.update_sanic_log_level()
    for name, level in (("rasa_sdk.executor", logging.WARNING), ("rasa_sdk.tracing", logging.CRITICAL)):
        logging.getLogger(name).setLevel(level)
    # Rasa 3.6 and rasa-sdk 3.21 differ on purpose: the services run on a Python that Rasa does not.
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")
    executor = SelectiveExecutor()
    executor.register_package("actions")
    app = create_app_for_serve(executor, cors_origins=None)
    app.run(host="127.0.0.1", port=port, single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
