"""Whether a message to a worker may leave now as it is, as a neutral nudge, later, or not."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.delivery import Owed, OwedKind
from bot.domain.prompt import Line, Prompt
from bot.flows.gate import NUDGED
from bot.ports import Work
from bot.usecases.contact import PROMPT_REPLY, May, may_push
from bot.usecases.desk import Desk
from bot.usecases.tend import WAITING, conversation_due

ASK_AGAIN = timedelta(minutes=15)
"""How long a message waits for the worker's chosen hours before it is looked at again."""


async def judged_now(desk: Desk, zone: ZoneInfo, owed: Owed) -> Owed | None:
    """A message to a worker: as it is, as a neutral nudge, later, or not at all.

    None where it does not leave now; that is recorded.
    """
    now = desk.clock()
    late = owed.reply is None or now - owed.reply.heard_at > PROMPT_REPLY
    if owed.kind is OwedKind.REPLY and not late:
        return owed
    may, nudged = await desk.store.read(lambda work: _may(work, owed, zone, now))
    if may is May.NOT_NOW:
        await desk.store.write(lambda work: work.outbox.later(owed, now + ASK_AGAIN))
        return None
    await desk.store.write(lambda work: _spoken_past(desk, work, owed, may))
    if may is May.CONTENT:
        return replace(owed, prompt=_quietly(owed.prompt))
    if may is May.NOTHING or (nudged and not owed.attempts):
        reason = "not_allowed" if may is May.NOTHING else "nudged"
        await desk.store.write(lambda work: work.outbox.dead(owed, reason, now))
        return None
    return replace(owed, prompt=Prompt((Line("push.neutral"),)), slot="", edits=False)


def _may(work: Work, owed: Owed, zone: ZoneInfo, now: datetime) -> tuple[May, bool]:
    """What may be sent, and whether a neutral line has gone out since the worker wrote."""
    known = work.conversations.get(owed.conversation) if owed.conversation else None
    if known is None:
        return May.NOTHING, False
    return may_push(known, now, zone), NUDGED in known.marks


def _spoken_past(desk: Desk, work: Work, owed: Owed, may: May) -> None:
    """Remember that something was said after the question on the screen.

    What could not be told now is told when the worker writes again, and it is safe.
    """
    known = work.conversations.get(owed.conversation) if owed.conversation else None
    if known is None:
        return
    asked = known.asked
    unseen = owed.asks and may is not May.CONTENT
    if asked is not None and (unseen or (not owed.asks and may is not May.NOTHING)):
        known = replace(known, asked=replace(asked, covered=True))
    if may is not May.CONTENT and known.reference is not None:
        known = replace(known, marks=known.marks | {WAITING})
    if may is May.NUDGE:
        known = replace(known, marks=known.marks | {NUDGED})
    work.conversations.save(known, conversation_due(known, desk.around.intake))


def _quietly(prompt: Prompt) -> Prompt:
    """Content that comes unasked: a neutral beginning fills what a lock screen shows."""
    return replace(prompt, lines=(Line("push.opening"), *prompt.lines))
