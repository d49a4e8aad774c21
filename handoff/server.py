"""The server of the public process: what it is told about frames, pings and proxies, and how it stops."""

import gc
import resource
import socket

import structlog
import uvicorn
from fastapi import FastAPI

from handoff.realtime.connection import WS_MAX_BYTES
from handoff.realtime.door import Door
from handoff.settings import Settings

FINISH_S = 4  # for answers under way when we are told to stop; with the sockets' 3 and the bot's 2 less than 10
OTHER_FILES = 200  # descriptors for the database, the bots, Redis, pages that are being read
GARBAGE = (2_000, 5, 20)  # Python's own are 700, 10, 10; a middle look goes through 10,000 objects in 5 ms
PING_S = 10.0  # between two pings of a socket, and for the answer: a line that was cut is noticed within 20 s

log = structlog.get_logger(__name__)


def new_server(app: FastAPI, settings: Settings, *, finish_s: int = FINISH_S) -> "Server":
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=list(settings.trusted_proxies),
        ws="websockets-sansio",
        ws_max_size=WS_MAX_BYTES,
        ws_per_message_deflate=False,  # frames are small, and what it keeps for each socket would double its memory
        ws_ping_interval=PING_S,
        ws_ping_timeout=PING_S,
        timeout_graceful_shutdown=finish_s,
    )
    return Server(config, app.state.services.door)


def allow_descriptors(settings: Settings) -> None:
    """Room for as many connections as the settings let in: a shell's usual 1,024 would end at the 1,025th."""
    needed = settings.sockets_max + settings.requests_max + OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    if allowed < needed:
        log.warning("server.few_descriptors", allowed=allowed, needed=needed)


def settle_memory() -> None:
    """Garbage is looked for among what comes from now on, and less often. For a process that does nothing but serve.

    What it has loaded by now, 230,000 objects, stays until it ends; to go through them again would stop every
    customer for 0.1 s and more, and to go through them now would make the start so much longer. Of garbage there are
    2,000 objects among them, 0.4 MiB.
    """
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    gc.enable()  # off while the process started (`handoff.__main__`)


class Server(uvicorn.Server):
    """Told to stop, it takes nobody new, answers what is under way, and sends every socket away with 4503.

    uvicorn alone would cut the sockets with 1012 in the middle of what they were just saying.
    """

    def __init__(self, config: uvicorn.Config, door: Door) -> None:
        super().__init__(config)
        self._door = door

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        await self._door.close()
        await super().shutdown(sockets)
