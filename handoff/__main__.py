"""`python -m handoff`: the public process. `zhike up` starts it; a service manager may as well (docs/operations.md)."""

import socket

import uvicorn

from handoff import logs
from handoff.app import create_app
from handoff.realtime.connection import FRAME_MAX_BYTES
from handoff.settings import Settings

FINISH_S = 8  # for answers under way when we are told to stop; `zhike up` kills after 10
PING_S = 10.0  # between two pings of a socket, and for the answer: a line that was cut is noticed within 20 s


def main() -> None:
    settings = Settings()
    logs.configure(settings.log_level)
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=16 * FRAME_MAX_BYTES,
        ws_ping_interval=PING_S,
        ws_ping_timeout=PING_S,
        timeout_graceful_shutdown=FINISH_S,
    )
    uvicorn.Server(config).run(sockets=_sockets(settings))


def _sockets(settings: Settings) -> list[socket.socket] | None:
    """A worker's: the public port, which the kernel shares out, and its own. None for a process alone."""
    if not settings.worker_port:
        return None
    return [_listen(settings.host, settings.port), _listen("127.0.0.1", settings.worker_port)]


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind((host, port))
    listener.set_inheritable(True)
    return listener


if __name__ == "__main__":
    main()
