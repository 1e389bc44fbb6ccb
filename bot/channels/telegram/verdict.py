"""What an error of Telegram's means for a delivery.

Texts of errors are Telegram's own, in the form the public server sends them
(https://github.com/tdlib/telegram-bot-api); they are not promised, so they are matched loosely.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.domain.errors import TryLater, Unreachable
from bot.ports import Rejected

SOON: Final = timedelta(seconds=3)
"""After a network error: most last seconds."""
LATER: Final = timedelta(minutes=1)
"""After an answer that only the operator can mend, or that is slow to mend itself."""
_LONGEST: Final = timedelta(hours=1)

UNCHANGED: Final = ("message is not modified",)
NOT_THERE: Final = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
)
"""The message to be replaced is gone, too old or of another kind."""
NO_TOPIC: Final = ("message thread not found", "topic_deleted", "topic_closed", "topic_id_invalid")

_REMOVED: Final = ("kicked", "not a member", "group chat was deleted", "group chat was deactivated")
_NOT_FOUND: Final = ("chat not found", "peer_id_invalid", "user not found", "chat_id_invalid")
_SILENCED: Final = (
    "not enough rights",
    "no rights to send",
    "have no write access",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_send_plain_forbidden",
    "need administrator rights",
)
_TOO_LARGE: Final = ("file is too big",)
_PERHAPS_LATER: Final = ("temporarily unavailable",)  # said of files that are gone, too
GONE: Final = ("wrong file", "invalid file", "file reference", "file_id_invalid", "file not found")


def says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    """Whether an error's text holds one of the phrases."""
    words = error.message.lower()
    return any(phrase in words for phrase in phrases)


@contextmanager
def delivering() -> Iterator[None]:
    """Turn Telegram's errors inside into ours; addresses with the token stay behind."""
    try:
        yield
    except TelegramError as error:
        raise verdict(error) from None


def verdict(error: TelegramError) -> TryLater | Unreachable | Rejected:
    """What follows for a delivery or a file."""
    match error:
        case RetryAfter():
            return TryLater(patience(error))
        case ChatMigrated():
            return Unreachable("moved", moved_to=str(error.new_chat_id))
        case Forbidden():
            return Unreachable("removed" if says(error, _REMOVED) else "blocked")
        case BadRequest():
            return _refusal(error)
        case InvalidToken():
            return TryLater(LATER)
        case _:
            return TryLater(SOON)


def patience(error: RetryAfter) -> timedelta:
    """How long Telegram asks us to wait, within reason; then it may ask again."""
    after = error.retry_after
    return min(after if isinstance(after, timedelta) else timedelta(seconds=after), _LONGEST)


def _refusal(error: BadRequest) -> TryLater | Unreachable | Rejected:
    if says(error, _PERHAPS_LATER):
        return TryLater(LATER)
    for phrases, reason in (
        (_REMOVED, "removed"),
        (_NOT_FOUND, "not_found"),
        (_SILENCED, "silenced"),
        (_TOO_LARGE, "too_large"),
        (GONE, "gone"),
    ):
        if says(error, phrases):
            return Unreachable(reason)
    return Rejected(error.message[:120])
