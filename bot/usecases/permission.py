"""Whether a message to a worker may leave now as it is, as a neutral nudge, later, or not."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.conversation import Conversation
from bot.domain.delivery import Owed, OwedKind
from bot.domain.prompt import Line, Prompt
from bot.flows.gate import NUDGED
from bot.ports import Work
from bot.usecases.contact import PROMPT_REPLY, May, may_push
from bot.usecases.desk import Desk
from bot.usecases.relay_queue import is_wanted, put_back
from bot.usecases.tell_late import untold
from bot.usecases.tend import conversation_due
from bot.usecases.withhold import is_withheld

NEUTRAL = Prompt((Line("push.neutral"),))
ASK_AGAIN = timedelta(minutes=15)
"""How long a message waits for the worker's chosen hours before it is looked at again."""


async def judged_now(desk: Desk, zone: ZoneInfo, owed: Owed) -> Owed | None:
    """A message to a worker: as it is, as a neutral nudge, later, or not at all.

    None where it does not leave now; that is recorded.
    """
    now = desk.clock()
    if owed.relays is not None and not await desk.store.read(lambda work: is_wanted(work, owed)):
        await desk.store.write(lambda work: work.outbox.dead(owed, "not_wanted", now))
        return None
    late = owed.reply is None or now - owed.reply.heard_at > PROMPT_REPLY
    if owed.kind is OwedKind.REPLY and not late:
        given_up = await desk.store.read(lambda work: is_withheld(work, owed))
        return None if given_up else owed
    account, may, nudged = await desk.store.read(lambda work: _may(work, owed, zone, now))
    if may is May.NOT_NOW:
        await desk.store.write(lambda work: work.outbox.later(owed, now + ASK_AGAIN))
        return None
    if may is not May.CONTENT and owed.relays is not None:
        await desk.store.write(lambda work: put_back(work, owed))
    await desk.store.write(lambda work: _spoken_past(desk, work, owed, account, may))
    if may is May.CONTENT:
        return replace(owed, prompt=_quietly(owed.prompt))
    if may is May.NOTHING or nudged:
        reason = "not_allowed" if may is May.NOTHING else "nudged"
        await desk.store.write(lambda work: work.outbox.dead(owed, reason, now))
        return None
    return replace(owed, prompt=NEUTRAL, slot="", edits=False, relays=None)


def may_tell(known: Conversation, newest: Conversation, now: datetime, zone: ZoneInfo) -> May:
    """What may be sent of what belongs to `known`, to somebody who is in `newest` now."""
    if known.withdrawn:
        return May.NOTHING
    may = may_push(newest, now, zone)
    return may if newest.id == known.id else about_earlier(known, newest, may)


def _may(work: Work, owed: Owed, zone: ZoneInfo, now: datetime) -> tuple[str, May, bool]:
    """Whose chat it is, what may be sent, and whether another neutral line went out already.

    The gate and the wish are those of the conversation the person is in now: somebody who started
    over and is not safe is not written to about what they said before.
    """
    known = work.conversations.get(owed.conversation) if owed.conversation else None
    newest = work.conversations.current(known.chat.channel, known.account) if known else None
    if known is None or newest is None or owed.target.id != known.chat.id:
        return "", May.NOTHING, False  # it goes on in another chat
    may = may_tell(known, newest, now, zone)
    others = (mark for mark in newest.marks if mark.startswith(NUDGED) and mark != _nudge(owed))
    return known.account, may, any(others)


def about_earlier(earlier: Conversation, newest: Conversation, may: May) -> May:
    """What may be said of an earlier conversation: its own wish and its code-word still hold."""
    record = earlier.record
    refused = record.has("may_write", "no", "answer_only")
    if refused and not newest.record.complete("may_write"):
        return May.NOTHING
    guarded = record.has("code_word", "told") or record.has("safe_to_talk", "quiet_help")
    return May.NUDGE if may is May.CONTENT and guarded else may


def _nudge(owed: Owed) -> str:
    """The mark of the neutral line that stands for this message, however often it is tried."""
    return f"{NUDGED}:{owed.key}"


def _spoken_past(desk: Desk, work: Work, owed: Owed, account: str, may: May) -> None:
    """Remember that something was said after the question on the screen.

    What could not be told now is told when the worker writes again, and it is safe.
    """
    known = work.conversations.current(owed.target.channel, account) if account else None
    if known is None:
        return
    asked = known.asked
    unseen = owed.asks and may is not May.CONTENT
    if asked is not None and (unseen or (not owed.asks and may is not May.NOTHING)):
        known = replace(known, asked=replace(asked, covered=True))
    if may is not May.CONTENT and owed.relays is None:
        known = replace(known, marks=known.marks | untold(known, owed.prompt))
    if may is May.NUDGE:
        known = replace(known, marks=known.marks | {_nudge(owed)})
    work.conversations.save(known, conversation_due(known, desk.around.intake))


def _quietly(prompt: Prompt) -> Prompt:
    """Content that comes unasked: a neutral beginning fills what a lock screen shows."""
    return replace(prompt, lines=(Line("push.opening"), *prompt.lines))
