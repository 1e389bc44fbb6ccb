"""A message that could not leave now: an alert is routed around, a spent allowance is told."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.delivery import Owed, OwedKind
from bot.domain.errors import TryLater
from bot.domain.ids import NATIONAL, OPERATOR, Channel
from bot.domain.prompt import Line, Literal, Prompt, Value
from bot.ports import Work
from bot.usecases.climb import lay_around, remind_instead
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_notice

TRIES = 4
"""An alert that failed as often before is laid before others: with the pauses between, 47 s."""
PATIENCE = timedelta(seconds=40)
"""So is one that the platform will not take for so long."""


async def unsent(desk: Desk, owed: Owed, error: Exception) -> None:
    """See to it that somebody else learns of it, where it cannot wait.

    The message itself stays owed: it leaves when it can.
    """
    spent = isinstance(error, TryLater) and error.quota
    halted = isinstance(error, TryLater) and error.after >= PATIENCE
    late = owed.attempts >= TRIES or halted
    if not spent and not (late and owed.kind is OwedKind.ALERT):
        return
    await desk.store.write(lambda work: _around(desk, work, owed, spent=spent))
    desk.wake()


def _around(desk: Desk, work: Work, owed: Owed, *, spent: bool) -> None:
    now = desk.clock()
    if spent:
        tell_allowance(desk, work, owed.target.channel, 100, now)
    referral = work.casework.referral(owed.referral) if owed.referral else None
    case = work.casework.get(referral.reference) if referral else None
    if referral is None or case is None or owed.unit is None or not referral.state.is_open:
        return
    if owed.target.private:
        remind_instead(desk, work, case, referral, owed.unit, owed.key)
    elif owed.kind is OwedKind.ALERT or not _elsewhere(work, owed):
        lay_around(desk, work, case, referral, owed.unit, now)


def _elsewhere(work: Work, owed: Owed) -> bool:
    """Whether the unit has a group on another channel that says it too."""
    groups = work.directory.groups_of(owed.unit) if owed.unit else ()
    return any(group.chat.channel is not owed.target.channel for group in groups)


def tell_allowance(desk: Desk, work: Work, channel: Channel, percent: int, now: datetime) -> None:
    """Tell `operator`, and `national` once nothing leaves, a single time a month."""
    month = now.astimezone(ZoneInfo(desk.policy.timezone)).strftime("%Y%m")
    params: dict[str, Value] = {"channel": Literal(channel.value.upper()), "percent": percent}
    spent = percent >= 100  # noqa: PLR2004
    line = Line("operator.allowance_spent" if spent else "operator.allowance_low", params)
    for unit in (OPERATOR, NATIONAL) if spent else (OPERATOR,):
        key = f"allowance:{channel}:{month}:{percent}:{unit}"
        language = desk.officers_speak
        owe_notice(work, unit, Prompt((line,)), key=key, language=language, now=now)
