"""LINE's HTTP interface, spoken through its SDK: JSON in, JSON out, and errors by name."""

# mypy: disable-error-code="no-untyped-call"
# (the SDK's client has no types; what comes from it is checked here)

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from aiohttp import (
    ClientConnectionError,
    ClientError,
    ClientResponse,
    ClientTimeout,
    TraceConfig,
)
from linebot.v3.messaging.async_api_client import AsyncApiClient
from linebot.v3.messaging.configuration import Configuration
from linebot.v3.messaging.exceptions import ApiException

from bot.channels.line.json_values import members, text_in
from bot.domain.errors import TryLater

API: Final = "https://api.line.me"
DATA_API: Final = "https://api-data.line.me"
_SOON: Final = timedelta(seconds=3)
_ANSWER: Final = {"200": "object"}


class LineError(Exception):
    """LINE said no: its status, its answer, and its Retry-After header."""

    def __init__(
        self, status: int, body: Mapping[str, Any] | None = None, *, after: str = ""
    ) -> None:
        """Keep what decides what follows."""
        self.status = status
        self.body = body or {}
        self.message = text_in(self.body, "message")
        self.after = after
        super().__init__(status, self.message)


class Wire:
    """The connections to LINE's two hosts.

    Messages go as plain JSON: the SDK's models count code points where LINE counts grapheme
    clusters, and would refuse labels in Burmese that LINE takes.
    """

    def __init__(
        self, access_token: str, *, api_base_url: str, data_api_base_url: str, timeout: timedelta
    ) -> None:
        self._access_token = access_token
        self._api = api_base_url.rstrip("/")
        self._data = data_api_base_url.rstrip("/")
        # The SDK's own is five minutes.
        self._timeout = ClientTimeout(total=timeout.total_seconds())
        self._silence = ClientTimeout(
            total=None,
            sock_connect=timeout.total_seconds(),
            sock_read=timeout.total_seconds(),
        )
        self._opened: AsyncApiClient | None = None

    async def get(self, path: str) -> Mapping[str, Any]:
        """What LINE answers; raises `LineError`, and `TryLater` where it does not answer."""
        return await self._call("GET", path, self._api)

    async def get_of_data(self, path: str) -> Mapping[str, Any]:
        """The same from the host of files."""
        return await self._call("GET", path, self._data)

    async def post(
        self, path: str, body: Mapping[str, Any], *, retry_key: str = ""
    ) -> Mapping[str, Any]:
        """The same, with a body; with a retry key it happens once, however often it is tried."""
        headers = {"X-Line-Retry-Key": retry_key} if retry_key else {}
        return await self._call("POST", path, self._api, dict(body), headers)

    async def upload(self, path: str, content: bytes, kind: str) -> None:
        """Give a file of that MIME type to the host of files."""
        await self._call("POST", path, self._data, content, {"Content-Type": kind})

    async def delete(self, path: str) -> None:
        """Remove something."""
        await self._call("DELETE", path, self._api)

    async def open(self, path: str) -> ClientResponse:
        """A file's response with its body not yet read; the caller closes it.

        The whole may take long, a silence as long as a call may not.
        """
        client = self._client()
        try:
            response: ClientResponse = await client.rest_client.get_request(
                self._data + path,
                headers=dict(client.default_headers),
                _preload_content=False,
                _request_timeout=self._silence,
            )
        except (ClientError, TimeoutError, OSError) as error:
            raise TryLater(_SOON) from error
        return response

    async def close(self) -> None:
        """Let go of the connections."""
        if self._opened is not None:
            await self._opened.close()
            self._opened = None

    def _client(self) -> AsyncApiClient:
        """The SDK's client; it must be made inside the loop that uses it."""
        if self._opened is None:
            self._opened = AsyncApiClient(Configuration(access_token=self._access_token))
            self._opened.rest_client.pool_manager.trace_configs.append(_staying())
        return self._opened

    async def _call(
        self,
        method: str,
        path: str,
        host: str,
        body: dict[str, Any] | bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Mapping[str, Any]:
        try:
            answer = await self._client().call_api(
                path,
                method,
                header_params={"Content-Type": "application/json", **(headers or {})},
                body=body,
                response_types_map=_ANSWER,
                _return_http_data_only=True,
                _request_timeout=self._timeout,
                _host=host,
            )
        except ApiException as error:
            raise _named(error) from error
        except (ClientError, TimeoutError, OSError) as error:
            raise TryLater(_SOON) from error
        return members(answer)


def _staying() -> TraceConfig:
    """Stops every redirect before it is followed: LINE sends none, and our token goes nowhere."""
    watching = TraceConfig()

    async def refuse(*_: object) -> None:
        raise ClientConnectionError

    watching.on_request_redirect.append(refuse)
    watching.freeze()
    return watching


def _named(error: ApiException) -> LineError:
    try:
        body = members(json.loads(error.body or ""))
    except (ValueError, RecursionError):  # the parser does not refuse nesting without end
        body = {}
    after = (error.headers or {}).get("Retry-After", "")
    return LineError(int(error.status or 0), body, after=after)
