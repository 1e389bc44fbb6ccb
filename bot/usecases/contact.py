"""Whether something may be written to a worker now: content, a neutral nudge, or nothing."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.conversation import Conversation, Gate

ALLOWED_AFTER = timedelta(minutes=30)
"""Under "safe: yes", so long after the worker's last message content may still be sent."""
PROMPT_REPLY = timedelta(seconds=20)
"""A reply that leaves later than this after its message is treated as a push."""
HOURS = {
    "morning": (time(6), time(9)),
    "day": (time(9), time(18)),
    "evening": (time(18), time(22)),
}
"""What the worker meant by the hours they chose, in the service's time zone."""


class May(StrEnum):
    """What may be sent."""

    CONTENT = "content"
    NUDGE = "nudge"
    NOT_NOW = "not_now"  # outside the hours the worker chose
    NOTHING = "nothing"


def may_push(conversation: Conversation, now: datetime, zone: ZoneInfo) -> May:
    """What a push may say: nothing to somebody unsafe, content only where it was allowed.

    Unknown counts as allowed for 30 minutes after the last message under "safe: yes"; after that
    one neutral nudge is all. "Only answer when I write" and "no" are obeyed.
    """
    if conversation.blocked or conversation.gate is Gate.SHUT:
        return May.NOTHING
    wish = conversation.record.value("may_write")
    quiet = conversation.record.has("safe_to_talk", "quiet_help")
    recent = now - conversation.heard_at <= ALLOWED_AFTER
    if quiet or wish in ("no", "answer_only"):
        return May.NOTHING
    if recent and conversation.gate is Gate.OPEN and conversation.safe_at is not None:
        return May.CONTENT
    return May.NUDGE if _within_hours(conversation, now, zone) else May.NOT_NOW


def _within_hours(conversation: Conversation, now: datetime, zone: ZoneInfo) -> bool:
    chosen = HOURS.get(conversation.record.value("contact_hours"))
    local = now.astimezone(zone).time()
    return chosen is None or chosen[0] <= local < chosen[1]
