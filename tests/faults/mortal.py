"""The service, made to die at one moment: `python -m tests.faults.mortal`, with the moment in `ZHIKE_TEST_DIES`.

`before_ack`: a message is on disk, and neither its sender nor anybody else has heard of it.
`before_fan_out`: its sender has the ack, and nobody else has heard of it.
It dies once in the life of the file `ZHIKE_TEST_DIES_ONCE`, at the first message whose text begins with `MARK`.
"""

import asyncio
import json
import os
import signal
from pathlib import Path
from typing import Any

from starlette.websockets import WebSocket

from handoff.__main__ import main
from handoff.realtime.hub import Hub
from handoff.realtime.messages import LoggedEvent

MARK = "【最后一句】"
ACK_LEAVES_S = 0.1  # from the moment it is written until the loop has given it to the kernel

_tell, _send_text = Hub.listener, WebSocket.send_text
_is_dying = False


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def listener(hub: Hub, messages: list[Any]) -> None:
    """Called after COMMIT, before those who wrote are answered."""
    once = Path(os.environ["ZHIKE_TEST_DIES_ONCE"])
    if not any(_is_marked(message) for message in messages) or once.exists():
        _tell(hub, messages)
        return
    once.touch()
    if os.environ["ZHIKE_TEST_DIES"] == "before_ack":
        die()
    global _is_dying
    _is_dying = True


async def send_text(socket: WebSocket, data: str) -> None:
    await _send_text(socket, data)
    if _is_dying and json.loads(data)["type"] == "ack":
        asyncio.get_running_loop().call_later(ACK_LEAVES_S, die)


def _is_marked(message: Any) -> bool:
    return isinstance(message, LoggedEvent) and str(message.wire["data"].get("text", "")).startswith(MARK)


if __name__ == "__main__":
    Hub.listener = listener  # type: ignore[method-assign]
    WebSocket.send_text = send_text  # type: ignore[method-assign]
    main()
