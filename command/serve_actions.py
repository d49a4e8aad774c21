"""`python -m command.serve_actions PORT`: the custom actions, in one process, on loopback.

rasa-sdk's own command listens on every address and adds a worker process that would outlive a killed parent.
"""

import sys

import rasa_sdk.utils
from rasa_sdk.endpoint import create_app_for_serve
from rasa_sdk.executor import ActionExecutor

from handoff import logs
from handoff.settings import Settings


def main(port: int) -> None:
    logs.configure(Settings().log_level)
    rasa_sdk.utils.update_sanic_log_level()
    executor = ActionExecutor()
    executor.register_package("actions")
    app = create_app_for_serve(executor, cors_origins=None)
    app.run(host="127.0.0.1", port=port, single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
