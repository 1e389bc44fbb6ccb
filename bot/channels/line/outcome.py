"""What a refusal of LINE means for a delivery."""

from datetime import timedelta
from typing import Final

from bot.channels.line.wire import LineError
from bot.domain.errors import TryLater, Unreachable
from bot.ports import Rejected, ReplyExpired

_SOON: Final = timedelta(seconds=3)
_TOO_FAST: Final = timedelta(seconds=10)
_OPERATOR: Final = timedelta(seconds=30)
_QUOTA: Final = timedelta(hours=1)
_LONGEST: Final = timedelta(minutes=5)
_NO_SUCH_TARGET: Final = ("failed to send messages", "the property, 'to'")
_STATUS_REASONS: Final = {403: "forbidden", 404: "not_found", 410: "gone"}


def outcome(error: LineError) -> Exception:
    """The delivery's outcome: `TryLater`, `Unreachable`, `ReplyExpired` or `Rejected`.

    Source: https://developers.line.biz/en/reference/messaging-api/ (status codes, error
    responses). A push to a person who blocked the account is *accepted*: nobody learns of it here.
    """
    if error.status == 400:  # noqa: PLR2004  the table of statuses
        return _bad_request(error)
    if error.status == 401:  # noqa: PLR2004
        # The operator changed the token: nothing is lost while the new one is put in.
        return TryLater(_OPERATOR)
    if error.status == 429:  # noqa: PLR2004
        return _too_many(error)
    if reason := _STATUS_REASONS.get(error.status):
        return Unreachable(reason)
    if error.status >= 500:  # noqa: PLR2004
        return TryLater(_SOON)
    return Rejected(f"{error.status} {error.message}")


def _bad_request(error: LineError) -> Exception:
    message = error.message.lower()
    if "invalid reply token" in message:
        return ReplyExpired()
    if any(mark in message for mark in _NO_SUCH_TARGET):
        return Unreachable("no_such_target")
    return Rejected(f"400 {error.message}")


def _too_many(error: LineError) -> TryLater:
    """Haste and a spent allowance have the same status; only the message tells."""
    if "monthly limit" in error.message.lower():
        return TryLater(_QUOTA, quota=True)
    if error.after.isdecimal():
        # Nine digits are thirty years; fifteen would be no duration at all.
        return TryLater(min(timedelta(seconds=int(error.after[:9])), _LONGEST))
    return TryLater(_TOO_FAST)
