"""The sending side of LINE."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID, uuid5

from aiohttp import ClientError, ClientResponse

from bot.channels.line.json_values import members, text_in, whole_in
from bot.channels.line.limits import MESSAGES_A_CALL
from bot.channels.line.menu_links import MenuLinks
from bot.channels.line.outcome import outcome
from bot.channels.line.render import Part, shown
from bot.channels.line.rich_menus import RichMenus
from bot.channels.line.wire import API, DATA_API, LineError, Wire
from bot.domain.errors import TryLater, Unreachable
from bot.domain.ids import Channel
from bot.domain.incoming import Chat
from bot.ports import Outgoing, Quota, ReplyExpired

_TIMEOUT: Final = timedelta(seconds=10)
_PREPARING: Final = timedelta(seconds=2)
_PIECE: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Account:
    """The official account that speaks; `chats` is True where LINE's own chat answers too."""

    id: str
    basic_id: str
    name: str
    chats: bool


class LineSender:
    """Sends to LINE, fetches from it; made once, closed at the end."""

    channel = Channel.LINE
    edits = False  # a message that was sent can be neither changed nor taken back

    def __init__(
        self,
        access_token: str,
        *,
        api_base_url: str = API,
        data_api_base_url: str = DATA_API,
        timeout: timedelta = _TIMEOUT,
        public_url: str = "",
    ) -> None:
        self._wire = Wire(
            access_token,
            api_base_url=api_base_url,
            data_api_base_url=data_api_base_url,
            timeout=timeout,
        )
        self._public_url = public_url
        self._menus = MenuLinks(RichMenus(self._wire))

    async def send(self, outgoing: Sequence[Outgoing], *, reply_token: str = "") -> Sequence[str]:
        """Send messages of one chat in order; LINE's id of the last bubble of each.

        A reply that LINE accepted without our learning of it may be sent again; a push with the
        same retry keys happens once in 24 hours. What needs more than one call is never sent as a
        reply (`ReplyExpired`), for only pushes can be continued after a failure. An `edit` goes
        out as a new message. Raises `TryLater`, `Unreachable`, `ReplyExpired` and `Rejected`.
        """
        rendered = [shown(each, self._public_url) for each in outgoing]
        parts = [part for each in rendered for part in each]
        if not parts:
            return ()
        silent = all(each.silent for each in outgoing)
        if reply_token:
            ids = await self._reply(reply_token, parts, silent=silent)
        else:
            ids = await self._push(outgoing[0].chat.id, parts, _one_key(outgoing), silent=silent)
        last = outgoing[-1]
        if last.language and last.chat.private:
            self._menus.show(last.chat.id, last.language)
        return _last_of_each(ids, rendered)

    async def erase(self, chat: Chat, messages: Sequence[str]) -> None:
        """Nothing: on LINE a bot cannot take away anybody's message."""

    async def fetch(self, file: str, cap: int) -> AsyncIterator[bytes]:
        """The bytes of the file in a message; see `bot.ports.Sender.fetch`."""
        path = f"/v2/bot/message/{_quoted(file)}/content"
        response = await self._wire.open(path)
        if response.status == 200 and (response.content_length or 0) <= cap:  # noqa: PLR2004
            return _pieces(response, cap)
        response.close()
        raise await self._without_bytes(response.status, path)

    async def quota(self) -> Quota:
        """This month's allowance; raises `TryLater`."""
        allowed = await self._ask("/v2/bot/message/quota")
        used = await self._ask("/v2/bot/message/quota/consumption")
        limit = whole_in(allowed, "value") if text_in(allowed, "type") == "limited" else None
        return Quota(limit, whole_in(used, "totalUsage") or 0)

    async def members(self, chat: str) -> int:
        """How many people are in a group or room: what one push to it costs."""
        kind = "room" if chat.startswith("R") else "group"
        answer = await self._ask(f"/v2/bot/{kind}/{_quoted(chat)}/members/count")
        return whole_in(answer, "count") or 0

    async def me(self) -> Account:
        """The account the token belongs to."""
        answer = await self._ask("/v2/bot/info")
        return Account(
            text_in(answer, "userId"),
            text_in(answer, "basicId"),
            text_in(answer, "displayName"),
            chats=text_in(answer, "chatMode") == "chat",
        )

    async def webhook(self) -> tuple[str, bool]:
        """The webhook's address as LINE has it, and whether it is switched on."""
        answer = await self._ask("/v2/bot/channel/webhook/endpoint")
        return text_in(answer, "endpoint"), answer.get("active") is True

    async def close(self) -> None:
        """Let go of connections."""
        await self._menus.close()
        await self._wire.close()

    async def _ask(self, path: str) -> Mapping[str, Any]:
        try:
            return await self._wire.get(path)
        except LineError as error:
            raise outcome(error) from error

    async def _reply(self, token: str, parts: Sequence[Part], *, silent: bool) -> list[str]:
        if len(parts) > MESSAGES_A_CALL:
            raise ReplyExpired
        body = {"replyToken": token, "messages": parts, "notificationDisabled": silent}
        try:
            return _ids(await self._wire.post("/v2/bot/message/reply", body))
        except LineError as error:
            raise outcome(error) from error

    async def _push(self, to: str, parts: Sequence[Part], key: UUID, *, silent: bool) -> list[str]:
        ids: list[str] = []
        for at in range(0, len(parts), MESSAGES_A_CALL):
            lot = parts[at : at + MESSAGES_A_CALL]
            body = {"to": to, "messages": lot, "notificationDisabled": silent}
            found = await self._push_once(body, str(uuid5(key, str(at)) if at else key))
            ids += [*found, *[""] * len(lot)][: len(lot)]
        return ids

    async def _push_once(self, body: Mapping[str, Any], key: str) -> list[str]:
        try:
            return _ids(await self._wire.post("/v2/bot/message/push", body, retry_key=key))
        except LineError as error:
            if error.status == 409:  # noqa: PLR2004  an earlier try was accepted
                return _ids(error.body)
            raise outcome(error) from error

    async def _without_bytes(self, status: int, path: str) -> Exception:
        """Why there are none: too many, still being prepared, or never to come."""
        if status == 200:  # noqa: PLR2004
            return Unreachable("too_large")
        if status in {404, 410}:
            return Unreachable("gone")
        if status != 202:  # noqa: PLR2004
            return outcome(LineError(status))
        try:
            state = await self._wire.get_of_data(f"{path}/transcoding")
        except LineError as error:
            return outcome(error)
        failed = text_in(state, "status") == "failed"
        return Unreachable("gone") if failed else TryLater(_PREPARING)


def _one_key(outgoing: Sequence[Outgoing]) -> UUID:
    """The retry key of a call: that of its message, or of all of them together.

    The key of the first alone would tell LINE that a call with one more message had already
    been accepted, and the new one would be lost.
    """
    first, *others = (UUID(each.retry_key) for each in outgoing)
    for other in others:
        first = uuid5(first, str(other))
    return first


def _ids(answer: Mapping[str, Any]) -> list[str]:
    sent = answer.get("sentMessages")
    return [text_in(members(each), "id") for each in sent] if isinstance(sent, list) else []


def _last_of_each(ids: Sequence[str], rendered: Sequence[Sequence[Part]]) -> tuple[str, ...]:
    found: list[str] = []
    end = 0
    for parts in rendered:
        end += len(parts)
        found.append(ids[end - 1] if end <= len(ids) else "")
    return tuple(found)


async def _pieces(response: ClientResponse, cap: int) -> AsyncIterator[bytes]:
    """What comes, for as long as it is not more than `cap` bytes."""
    size = 0
    try:
        async for piece in response.content.iter_chunked(_PIECE):
            size += len(piece)
            if size > cap:
                raise Unreachable("too_large")
            yield piece
    except (ClientError, TimeoutError, OSError) as error:
        raise TryLater(_PREPARING) from error
    finally:
        response.close()


def _quoted(name: str) -> str:
    return quote(name, safe="")
