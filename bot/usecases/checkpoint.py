"""Sign the log as it stands, and keep that where a thief of the database cannot change it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.audit import LAST_SIGNED, Checkpoint
from bot.domain.ids import OPERATOR
from bot.domain.prompt import Line, Literal, Prompt
from bot.ports import CheckpointFile, Work
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_notice

EVERY = timedelta(hours=1)


async def write_checkpoint(desk: Desk, kept: CheckpointFile, zone: ZoneInfo) -> Checkpoint | None:
    """A checkpoint, if the log has grown and the last one is an hour old; once for all processes.

    Once a day its mark goes to the operator's group: a copy that no thief of the server has.
    """
    made = await desk.store.read(lambda work: _made(desk, work))
    if made is not None:
        # First the file: cut off between the two there is one line too many, never one too few.
        await kept.append(made)
        await desk.store.write(lambda work: _marked(desk, work, made, zone))
        desk.wake()
    return made


def _made(desk: Desk, work: Work) -> Checkpoint | None:
    now = desk.clock()
    slot, _, entry = work.marks.get(LAST_SIGNED).partition(":")
    made = work.audit.checkpoint(now)
    if made is None or slot == str(_hour(now)) or entry == str(made.entry):
        return None
    return made


def _hour(now: datetime) -> int:
    return int(now.timestamp() // EVERY.total_seconds())


def _marked(desk: Desk, work: Work, made: Checkpoint, zone: ZoneInfo) -> None:
    now = desk.clock()
    last = work.marks.get(LAST_SIGNED)
    if not work.marks.swap(LAST_SIGNED, last, f"{_hour(made.at)}:{made.entry}"):
        return
    day = now.astimezone(zone).date()
    line = Line("operator.checkpoint", {"mark": Literal(made.mark)})
    language = desk.officers_speak
    owe_notice(work, OPERATOR, Prompt((line,)), key=f"mark:{day}", language=language, now=now)
