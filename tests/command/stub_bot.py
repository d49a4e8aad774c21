"""Stands where Rasa and the actions stand: `stub_bot.py PORT NAME` answers every turn with its name.

`broken` refuses the probe sentence, as Rasa does with a model it could not load; `dies` ends while it starts.
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT, NAME = int(sys.argv[1]), sys.argv[2]
TURN_S = 0.15  # long enough that turns are under way whenever something happens


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer(503 if NAME == "broken" else 200, {"status": "ready"})

    def do_POST(self) -> None:
        turn = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(TURN_S)
        self._answer(200, {"turn_id": turn["turn_id"], "messages": [{"text": NAME}]})

    def _answer(self, status: int, body: dict[str, object]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *about: object) -> None: ...


if NAME == "dies":
    sys.exit(3)
ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
