"""The calls of Telegram's Bot API (https://core.telegram.org/bots/api) that a delivery makes."""

import os
from datetime import timedelta
from functools import cache
from ssl import SSLContext
from typing import Final

from httpx import create_ssl_context
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.account import quiet
from bot.channels.telegram.limits import NOTICE
from bot.channels.telegram.render import Part
from bot.channels.telegram.verdict import NO_TOPIC, NOT_THERE, UNCHANGED, says
from bot.domain.errors import Unreachable
from bot.domain.incoming import Chat
from bot.ports import Outgoing

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_SPINNER: Final = 3.0  # seconds: an answer waits no longer for the acknowledgement of its tap


def connect(token: str, api_base_url: str, connections: int, timeout: timedelta) -> Bot:
    """A client that has asked nothing yet; `timeout` holds for each step of a call."""
    quiet()
    # Documented opt-in; without it the SDK warns at each halt that a type is going to change.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    seconds = timeout.total_seconds()
    request = HTTPXRequest(
        connections,
        read_timeout=seconds,
        write_timeout=seconds,
        connect_timeout=seconds,
        pool_timeout=seconds,
        httpx_kwargs={"verify": _trusted()},
    )
    return Bot(
        token,
        base_url=f"{api_base_url}/bot",
        base_file_url=f"{api_base_url}/file/bot",
        request=request,
        get_updates_request=request,
    )


async def post(bot: Bot, each: Outgoing, part: Part) -> str:
    """Send to the topic, or to the group itself where the topic is gone; the message's id."""
    try:
        return await _post(bot, each, part, each.chat.thread)
    except BadRequest as error:
        if not each.chat.thread or not says(error, NO_TOPIC):
            raise
        return await _post(bot, each, part, "")


async def edit(bot: Bot, chat: Chat, message: int, part: Part) -> bool:
    """Replace a message; False where it is not there to be replaced. As it is already is well."""
    try:
        await bot.edit_message_text(
            part.text,
            chat_id=number(chat),
            message_id=message,
            entities=part.entities or None,
            link_preview_options=_NO_PREVIEW,
            reply_markup=part.markup if isinstance(part.markup, InlineKeyboardMarkup) else None,
        )
    except BadRequest as error:
        if says(error, NOT_THERE):
            return False
        if not says(error, UNCHANGED):
            raise
    return True


async def acknowledge(bot: Bot, tap: str) -> None:
    """Stop a button's spinner, if it still spins (150 s); that it fails does not matter."""
    try:
        await bot.answer_callback_query(
            tap, read_timeout=_SPINNER, connect_timeout=_SPINNER, pool_timeout=_SPINNER
        )
    except TelegramError:
        return


async def notify(bot: Bot, tap: str, text: str) -> bool:
    """Show whoever tapped a notice; False where the tap is too old (150 s) for that.

    https://core.telegram.org/bots/api#answercallbackquery
    """
    try:
        await bot.answer_callback_query(tap, text[:NOTICE], show_alert=True)
    except BadRequest:
        return False
    return True


@cache
def _trusted() -> SSLContext:
    """Whom we believe to be Telegram; a quarter of a second to read, so read once."""
    return create_ssl_context()


def number(chat: Chat) -> int:
    """The chat's id as Telegram counts; `Unreachable` where it is none."""
    try:
        return int(chat.id)
    except ValueError:
        raise Unreachable("not_found") from None


async def _post(bot: Bot, each: Outgoing, part: Part, thread: str) -> str:
    sent = await bot.send_message(
        number(each.chat),
        part.text,
        entities=part.entities or None,
        disable_notification=each.silent or None,
        protect_content=each.protected or not each.chat.private or None,
        reply_markup=part.markup,
        message_thread_id=int(thread) if thread else None,
        link_preview_options=_NO_PREVIEW,
    )
    return str(sent.message_id)
