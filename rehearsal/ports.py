"""Ports of our own: nobody else is given one, also while what listens there is down and shall come back."""

import atexit
import socket


class OwnPort:
    """A free loopback port. Whoever wants that very port can listen there, as servers do (SO_REUSEADDR).

    A port that is merely free now may be gone a moment later, where many tests start servers side by side.
    """

    def __init__(self) -> None:
        self._held = socket.socket()
        self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._held.bind(("127.0.0.1", 0))  # and never listens
        self.number: int = self._held.getsockname()[1]

    def release(self) -> None:
        self._held.close()


def own_port() -> int:
    """One that stays ours until this process ends."""
    own = OwnPort()
    atexit.register(own.release)
    return own.number
