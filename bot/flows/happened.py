"""The day of an accident: chosen or typed, and how long a claim may still be made."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.conversation import Answer, Conversation
from bot.domain.ids import QuestionId
from bot.domain.prompt import Line, Moment, MomentForm
from bot.domain.typed_date import read_past_day
from bot.flows import advice
from bot.flows.turn import Said, Surroundings

INJURY_WHEN = QuestionId("injury_when")
CATEGORY = "injury"
CLAIM = "injury_claim"
"""The fact of the law that has the limit: Workmen's Compensation Act s.49."""
BANDS = (
    ("under_week", timedelta(days=7)),
    ("under_month", timedelta(days=30)),
    ("under_half_year", timedelta(days=180)),
)
DAY = timedelta(days=1)
LONG_AGO = "over_half_year"
"""Nobody is told by us that it is too late: that is for the officer to look into."""


SINCE = {
    "under_week": 0 * DAY,
    "under_month": BANDS[0][1] + DAY,
    "under_half_year": BANDS[1][1] + DAY,
    LONG_AGO: BANDS[2][1] + DAY,
}
"""How long ago it was at least."""


def typed(said: Said, words: str, around: Surroundings) -> Said | None:
    """The answer where a day that has been was typed; None where it was something else."""
    today = _day_of(said.now)
    day = read_past_day(words, today)
    if day is None:
        return None
    band = next((name for name, length in BANDS if today - day <= length), LONG_AGO)
    return advised(said.answering(INJURY_WHEN, band, words=words), band, around)


def advised(said: Said, value: str, around: Surroundings) -> Said:
    """With what to do and until when to claim, where that fact of the law stands today."""
    if value == LONG_AGO:
        return said
    return said.saying(*_limit(said, around))


def _limit(said: Said, around: Surroundings) -> Iterator[Line]:
    told = tuple(advice.told_of(said, CATEGORY, CLAIM, around))
    if told:
        yield Line(f"advice.first.{CATEGORY}")
        yield from told
        yield Line("advice.boss")


def day_typed(answer: Answer) -> date | None:
    """The day that was typed, read as on the day of the answer; None where none was."""
    typed_it = answer.question == INJURY_WHEN and answer.words
    return read_past_day(answer.words, _day_of(answer.at)) if typed_it else None


def at_the_latest(conversation: Conversation) -> date | None:
    """The latest day on which it can have been, as the worker tells it; None where it is open."""
    answer = conversation.record.get(INJURY_WHEN)
    if answer is None:
        return None
    since = SINCE.get(answer.value)
    earlier = _day_of(answer.at) - since if since is not None else None
    return day_typed(answer) or earlier


def worded(day: date) -> Moment:
    """The day for the catalogue."""
    return Moment(datetime.combine(day, time(5), UTC), MomentForm.DATE)


def _day_of(at: datetime) -> date:
    return at.astimezone(advice.IN_THAILAND).date()
