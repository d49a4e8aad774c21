"""The way to the actions: one HTTP session for all calls, where Rasa's own endpoint opens a new one for each."""

import json
from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

IDLE_S = 30.0
"""How long an unused connection is kept; the action server keeps it longer, so that it is never closed under a call."""


class ActionsEndpoint(EndpointConfig):
    """Calls on connections that stay open. Made and used in one event loop."""

    _session: aiohttp.ClientSession | None = None

    @classmethod
    def of(cls, endpoint: EndpointConfig) -> "ActionsEndpoint":
        """With the address and the options of `endpoint`."""
        return cls(endpoint.url, endpoint.params, endpoint.headers, **endpoint.kwargs)

    async def post(self, call: dict[str, Any]) -> Any:
        """The JSON of the answer, None for an answer that is none. Raises ClientResponseError and aiohttp.ClientError.

        A call whose connection turns out to be dead is made once more: an action only reads its tracker, so being run
        twice does no harm.
        """
        body = json.dumps(call).encode()
        try:
            return await self._post(body)
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
            return await self._post(body)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(self, body: bytes) -> Any:
        if self._session is None:
            connector = aiohttp.TCPConnector(keepalive_timeout=IDLE_S, limit=0)
            self._session = aiohttp.ClientSession(connector=connector, headers={"Content-Type": "application/json"})
        async with self._session.post(self.url, data=body) as response:
            if response.status != 200:
                raise ClientResponseError(response.status, response.reason or "", await response.content.read())
            return await response.json(content_type=None)
