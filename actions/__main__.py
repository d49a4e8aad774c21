"""The action server: `python -m actions --port PORT`, on loopback only, for the bot beside it.

rasa-sdk's own server listens on every interface, answers an error with the customer's data, and refuses a call without
the domain, which is 140 KB and needed by one action. So its executor is served here by a page of our own.
"""

import argparse
import logging
import traceback
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor

log = logging.getLogger("actions")

HOST = "127.0.0.1"
FRAMES_MAX = 6  # the innermost; the rest is the server's
DOMAIN_MISSING = 449  # as rasa-sdk's own server says it
DOMAINS_MAX = 2  # kept; two while a new model takes over from the old one
IDLE_S = 60  # an unused connection is kept longer than the bot keeps it, so that none is closed under a call


class DomainMissing(Exception):
    """The bot named a domain that it has not sent yet; it sends the call again with the domain."""


class SelectiveExecutor(ActionExecutor):
    """Runs an action without the domain, unless the bot names one by `domain_digest`. Each is sent once and kept."""

    def __init__(self) -> None:
        super().__init__()
        self._domains: dict[str, dict[str, Any]] = {}

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
        """Raises DomainMissing."""
        digest, domain = payload.get("domain_digest"), payload.get("domain")
        if digest is None or domain is not None:
            self._keep(digest, domain)
            return domain or {}
        if digest not in self._domains:
            raise DomainMissing(action_name)
        return self._domains[digest]

    def _keep(self, digest: str | None, domain: dict[str, Any] | None) -> None:
        if digest is not None and domain is not None:
            while len(self._domains) >= DOMAINS_MAX:
                self._domains.pop(next(iter(self._domains)))
            self._domains[digest] = domain


def create_app() -> FastAPI:
    """The routes of rasa-sdk's protocol that Rasa 3.6 uses."""
    executor = SelectiveExecutor()
    executor.register_package("actions")
    app = FastAPI(openapi_url=None)

    @app.get("/health")
    async def health() -> dict[str, str]:
        """Every action is registered before the port opens."""
        return {"status": "ok"}

    @app.post("/webhook")
    async def run_action(request: Request) -> JSONResponse:
        """Runs one action on the tracker in the body. A failure is a 500 whose cause is in the log, with ids alone."""
        try:
            call = await request.json()
        except ValueError:
            call = None
        if not isinstance(call, dict):
            return JSONResponse({"error": "not a call of an action"}, status_code=422)
        if call.get("next_action") not in executor.actions:
            return JSONResponse({"error": "no such action", "action_name": call.get("next_action")}, status_code=404)
        try:
            result = await executor.run(call)
        except DomainMissing:
            name = call["next_action"]
            return JSONResponse({"error": "domain missing", "action_name": name}, status_code=DOMAIN_MISSING)
        except Exception as error:
            where = call["next_action"], call.get("sender_id"), type(error).__name__, _places(error)
            log.error("action_failed action=%s conversation_id=%s error=%s at %s", *where)
            return JSONResponse({"error": "action_failed", "action_name": call["next_action"]}, status_code=500)
        return JSONResponse(result.model_dump() if result else None)

    return app


def _places(error: Exception) -> str:
    """Where it happened, the innermost last. Not its message: that may quote what the customer wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES_MAX:]
    return ", ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)


def main() -> None:
    """Serves until it is told to stop."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, required=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    uvicorn.run(
        create_app(),
        host=HOST,
        port=parser.parse_args().port,
        access_log=False,
        log_level="warning",
        timeout_keep_alive=IDLE_S,
    )


if __name__ == "__main__":
    main()
