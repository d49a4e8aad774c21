"""Which ports are free, and who has the others."""

import socket

import psutil

from command.problem import Problem


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether we could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(
            socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
        )  # as servers do: not stopped by connections of before
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def check_free(port: int, host: str, *, what: str, remedy: str) -> None:
    """Refuse with the name of the process that has the port, where the system tells it."""
    if not is_free(port, host):
        raise Problem(f"Port {port}, which {what} needs, is in use{_by_whom(port)}: stop that, or {remedy}.")


def free_port(preferred: int) -> int:
    """`preferred` on loopback when it is free, else (and for 0) one the system chooses."""
    if preferred and is_free(preferred):
        return preferred
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def free_ports(*preferred: int) -> list[int]:
    """As `free_port`, each different from the others."""
    found: list[int] = []
    for wanted in preferred:
        port = free_port(wanted if wanted not in found else 0)
        while port in found:
            port = free_port(0)
        found.append(port)
    return found


def _by_whom(port: int) -> str:
    """` by NAME (process ID)`, or nothing when the system does not tell us."""
    try:
        listeners = [
            c.pid for c in psutil.net_connections("tcp") if c.status == psutil.CONN_LISTEN and c.laddr.port == port
        ]
        return (
            f" by {psutil.Process(listeners[0]).name()} (process {listeners[0]})" if listeners and listeners[0] else ""
        )
    except psutil.Error:
        return ""
