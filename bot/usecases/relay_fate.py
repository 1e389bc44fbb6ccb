"""What becomes of an officer's message to a worker: now, at which hour, or waiting for what."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.conversation import Conversation, Gate
from bot.flows.order import SPOKE_SAFELY
from bot.flows.relay_screens import Fate
from bot.ports import Work
from bot.usecases.contact import HOURS, May
from bot.usecases.permission import may_tell


def fate_of(
    work: Work, known: Conversation, now: datetime, zone: ZoneInfo
) -> tuple[May, Fate, Conversation]:
    """What may be sent now, what to tell the officer of it, and the conversation it would go to.

    It is the very rule by which the message is judged once more as it leaves (`permission`).
    """
    newest = work.conversations.current(known.chat.channel, known.account) or known
    may = may_tell(known, newest, now, zone)
    return may, _fate(known, newest, may, now, zone), newest


def _fate(
    known: Conversation, newest: Conversation, may: May, now: datetime, zone: ZoneInfo
) -> Fate:
    if newest.blocked:
        return Fate("blocked")
    if _quiet(known) or _quiet(newest):
        return Fate("silent" if SPOKE_SAFELY in newest.marks else "quiet")
    if may is May.CONTENT:
        return Fate("now")
    wish = newest.record.value("may_write") or known.record.value("may_write")
    if wish in ("no", "answer_only"):
        return Fate("refused" if wish == "no" else "answer_only")
    if newest.gate is Gate.SHUT:
        return Fate("unsafe")
    if may is May.NOT_NOW:
        return Fate("hours", _opening(newest, now, zone))
    guarded = known.record.has("code_word", "told") or newest.record.has("code_word", "told")
    return Fate("code_word" if guarded else "silent")


def _quiet(conversation: Conversation) -> bool:
    return conversation.record.has("safe_to_talk", "quiet_help")


def _opening(conversation: Conversation, now: datetime, zone: ZoneInfo) -> datetime:
    """When the hours that the worker chose begin next."""
    begins = HOURS[conversation.record.value("contact_hours")][0]
    local = now.astimezone(zone)
    opens = local.replace(hour=begins.hour, minute=begins.minute, second=0, microsecond=0)
    return opens if opens > local else opens + timedelta(days=1)
