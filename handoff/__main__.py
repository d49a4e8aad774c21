"""`python -m handoff`: the public process. `zhike up` starts it; a service manager may as well (docs/operations.md)."""

import uvicorn

from handoff import logs
from handoff.app import create_app
from handoff.realtime.connection import FRAME_MAX_BYTES
from handoff.settings import Settings

FINISH_S = 8  # for answers under way when we are told to stop; `zhike up` kills after 10


def main() -> None:
    settings = Settings()
    logs.configure(settings.log_level)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=16 * FRAME_MAX_BYTES,
        timeout_graceful_shutdown=FINISH_S,
    )


if __name__ == "__main__":
    main()
