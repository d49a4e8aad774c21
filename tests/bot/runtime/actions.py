"""An action server that tests can break."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

HANDOFF = {"type": "handoff", "reason": "asked", "priority": 0, "summary": "客户要求人工服务。"}


class FakeActions:
    """Answers every action by `answers`; `status` and `delay_s` break it. `calls` counts per action.

    `meanwhile` is called while an action runs.
    """

    def __init__(self) -> None:
        self.repair()
        server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        server.daemon_threads = True
        self._server = server
        self.url = f"http://127.0.0.1:{server.server_port}/webhook"
        self.calls: dict[str, int] = {}

    def repair(self) -> None:
        self.status = 200
        self.delay_s = 0.0
        self.meanwhile: Callable[[], object] = lambda: None
        self.body: bytes | None = None
        self.answers: dict[str, dict[str, Any]] = {
            "action_request_agent": {
                "events": [],
                "responses": [{"response": "utter_handoff"}, {"custom": {"effect": HANDOFF}}],
            },
            "action_offer_topics": {"events": [], "responses": [{"text": "您是想问？"}]},
            "action_say_nothing": {"events": [], "responses": []},
            "action_again": {"events": [{"event": "followup", "name": "action_again"}], "responses": []},
            "validate_phone_form": {"events": [], "responses": []},
        }

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                name = call["next_action"]
                fake.calls[name] = fake.calls.get(name, 0) + 1
                time.sleep(fake.delay_s)
                fake.meanwhile()
                body = fake.body if fake.body is not None else json.dumps(fake.answers[name]).encode()
                self.send_response(fake.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(BrokenPipeError):  # the bot has given up waiting
                    self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        return Handler
