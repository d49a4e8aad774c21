"""A process that stands where Rasa stands: answers every turn of docs/bot-channel.md at once, with one sentence."""

import asyncio
import json
import sys

ANSWER = "您好，请稍等。"
READY = {"status": "ready", "model": "stub", "intent": "request_agent"}


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection, kept open."""
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
            length = next((int(line.partition(":")[2]) for line in head if line.startswith("content-length:")), 0)
            body = await reader.readexactly(length)
            answer = json.dumps(_answer(json.loads(body)) if body else READY).encode()
            header = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(answer)}\r\n\r\n"
            writer.write(header.encode() + answer)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def _answer(turn: dict[str, object]) -> dict[str, object]:
    messages = [{"text": ANSWER, "name": "utter_stub"}]
    return {"turn_id": turn["turn_id"], "messages": messages, "effects": [], "trace": {"actions": ["utter_stub"]}}


async def main(port: int) -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
