"""The public process: it builds the application, listens, and serves until it is told to stop."""

import socket

from handoff import logs
from handoff.app import create_app
from handoff.server import allow_descriptors, new_server, settle_memory
from handoff.settings import Settings


def serve() -> None:
    settings = Settings()
    logs.configure(settings.log_level)
    allow_descriptors(settings)
    server = new_server(create_app(settings), settings)
    settle_memory()
    server.run(sockets=_sockets(settings))


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
