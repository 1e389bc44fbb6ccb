"""Sign the log as it stands, and keep that where a thief of the database cannot change it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.audit import Checkpoint
from bot.domain.ids import OPERATOR
from bot.domain.prompt import Line, Literal, Prompt
from bot.ports import CheckpointFile, Work
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_notice

EVERY = timedelta(hours=1)
_LAST = "audit.checkpoint"


async def write_checkpoint(desk: Desk, kept: CheckpointFile, zone: ZoneInfo) -> Checkpoint | None:
    """A checkpoint, if the log has grown and the last one is an hour old; once for all processes.

    Once a day its mark goes to the operator's group: a copy that no thief of the server has.
    """
    made = await desk.store.write(lambda work: _made(desk, work, zone))
    if made is not None:
        await kept.append(made)
        desk.wake()
    return made


def _made(desk: Desk, work: Work, zone: ZoneInfo) -> Checkpoint | None:
    now = desk.clock()
    slice_ = int(now.timestamp() // EVERY.total_seconds())
    last = work.marks.get(_LAST)
    slot, _, entry = last.partition(":")
    made = work.audit.checkpoint(now)
    if made is None or slot == str(slice_) or entry == str(made.entry):
        return None
    if not work.marks.swap(_LAST, last, f"{slice_}:{made.entry}"):
        return None
    day = now.astimezone(zone).date()
    line = Line("operator.checkpoint", {"mark": Literal(made.mark)})
    language = desk.officers_speak
    owe_notice(work, OPERATOR, Prompt((line,)), key=f"mark:{day}", language=language, now=now)
    return made
