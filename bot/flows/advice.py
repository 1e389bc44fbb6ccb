"""Advice without a case: what to do first, what the law says, whom to call, the centres."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

from bot.domain.calendar import DAYS_IN_A_WEEK, Window
from bot.domain.conversation import Conversation, Gate
from bot.domain.ids import QuestionId
from bot.domain.place import Centre
from bot.domain.prompt import (
    Button,
    Line,
    Listing,
    Literal,
    Moment,
    MomentForm,
    Named,
    Prompt,
    Value,
    worker_payload,
)
from bot.domain.rights import Fact, Rate, facts_for
from bot.flows.alarm import for_thai_ears
from bot.flows.order import SPOKE_SAFELY
from bot.flows.pages import CATEGORY_PAGES
from bot.flows.turn import SILENCE, Hotline, Said, Surroundings

ADVICE = QuestionId("advice")
HOTLINES, CENTRES, TOPICS, BACK = "hotlines", "centres", "topics", "back"
WAYS_ON = (HOTLINES, CENTRES, TOPICS, BACK)
CATEGORIES = tuple(dict.fromkeys(each for page in CATEGORY_PAGES.values() for each in page))
PAGES = frozenset({HOTLINES, CENTRES, *CATEGORY_PAGES, *CATEGORIES})
HOURS = ("day_and_night", "working_hours", "unknown")
SECTOR_OF: Mapping[str, str] = {"domestic_work": "home", "work_at_sea": "fishing"}
"""Categories that tell the kind of work."""
IN_THAILAND = timezone(timedelta(hours=7))
"""A law holds until midnight there."""

Row = tuple[Button, ...]
Rows = tuple[Row, ...]


def wanted(said: Said) -> Said:
    """Advice, asked for; where nobody has said that it is safe, that is asked first."""
    if _safe(said):
        return said.having(interjection=ADVICE)
    return said.having(interjection=None, stopped=False, gate=Gate.ASKED)


def _safe(said: Said) -> bool:
    """Whether the worker can read in peace; told to us a moment ago, where nothing is kept."""
    conversation = said.conversation
    if conversation.gate is not Gate.OPEN:
        return False
    if conversation.record.has("safe_to_talk", "quiet_help"):
        return SPOKE_SAFELY in conversation.marks
    if conversation.record.has("safe_to_talk", "yes"):
        return True
    at = conversation.safe_at
    return at is not None and said.now - at <= SILENCE


def turned(said: Said, value: str) -> Said:
    """A button under advice: another page, or back to where one was. Nothing is kept of it."""
    if value == BACK:
        return said.having(interjection=None)
    return replace(said, page=value) if value in PAGES else said


def shown(said: Said, around: Surroundings) -> Prompt:
    """The page of advice that is open: the five pictures at first."""
    return Prompt((*said.lines, *_lines(said, around)), _rows(said), ADVICE)


def _lines(said: Said, around: Surroundings) -> Iterator[Line]:
    if said.page in CATEGORIES:
        yield from _topic(said, around)
    elif said.page == HOTLINES:
        yield from _hotlines(said.conversation, around)
    elif said.page == CENTRES:
        yield from _centres(around)
    else:
        yield Line("ask.advice")


def _rows(said: Said) -> Rows:
    page, conversation = said.page, said.conversation
    listed = CATEGORY_PAGES.get(page, ())
    if page not in PAGES:
        listed = tuple(CATEGORY_PAGES)
    topics = tuple((_button(conversation, f"choice.category.{each}", each),) for each in listed)
    left_out = page if page in PAGES else TOPICS
    ways = [
        _button(conversation, f"choice.advice.{each}", each) for each in WAYS_ON if each != left_out
    ]
    pairs = tuple(tuple(ways[start : start + 2]) for start in range(0, len(ways), 2))
    if page not in CATEGORIES:
        return (*topics, *pairs)
    help_now = Button(Line("choice.menu.help"), worker_payload(conversation.id, "menu", "help"))
    return (*pairs, (help_now,))


def _button(conversation: Conversation, label: str, value: str) -> Button:
    return Button(Line(label), worker_payload(conversation.id, ADVICE, value))


def _topic(said: Said, around: Surroundings) -> Iterator[Line]:
    """What to do first leads; then the law, each fact with its source, and its date once."""
    category = said.page
    sector = _sector(said, category)
    facts = facts_for(around.rights, category, sector, _today(said))
    yield Line(f"advice.first.{category}")
    yield Line("advice.boss")
    if not any(fact.category == category for fact in facts):
        yield Line("rights.none")
    yield from _facts(facts, sector)


def told_of(said: Said, category: str, fact: str, around: Surroundings) -> Iterator[Line]:
    """One fact with its source and date; nothing where it does not stand or does not cover."""
    chosen = said.conversation.record.get(QuestionId("category"))
    also = chosen.values if chosen is not None else ()
    sector = _sector(said, *also, category)
    facts = facts_for(around.rights, category, sector, _today(said))
    yield from _facts(tuple(each for each in facts if each.id == fact), sector)


def _sector(said: Said, *categories: str) -> str:
    """The kind of work as a category or an answer tells it; "" where it is not known."""
    told = next((SECTOR_OF[each] for each in categories if each in SECTOR_OF), "")
    sector = told or said.conversation.record.value("sector")
    return "" if sector == "skip" else sector


def _today(said: Said) -> date:
    return said.now.astimezone(IN_THAILAND).date()


def _facts(facts: tuple[Fact, ...], sector: str) -> Iterator[Line]:
    if not facts:
        return
    stood = min(fact.as_of for fact in facts)
    for fact in facts:
        yield from _fact(fact, stood)
    yield Line("rights.checked", {"date": _day(stood)})
    left_out = sorted({each for fact in facts for each in fact.not_for})
    if left_out and not sector:
        sectors = Listing(tuple(Line(f"rights.sector.{each}") for each in left_out))
        yield Line("rights.other_rules", {"sectors": sectors})


def _fact(fact: Fact, stood: date) -> Iterator[Line]:
    """A fact after the condition on which alone it protects anybody, and before its source."""
    if fact.condition:
        yield Line(f"rights.condition.{fact.condition}")
    yield Line(f"rights.{fact.id}")
    for rate in fact.rates:
        yield _rate(rate)
    source: dict[str, Value] = {"source": Literal(fact.source)}
    if fact.as_of == stood:
        yield Line("rights.source", source)
    else:
        yield Line("rights.source_dated", {**source, "date": _day(fact.as_of)})


def _rate(rate: Rate) -> Line:
    places = tuple(
        Named("province" if place.startswith("TH-") else "district", place) for place in rate.places
    )
    return Line("rights.rate", {"amount": rate.baht, "places": Listing(places)})


def _day(day: date) -> Moment:
    return Moment(datetime.combine(day, time(5), UTC), MomentForm.DATE)


def _hotlines(conversation: Conversation, around: Surroundings) -> Iterator[Line]:
    """All help lines but those meant for another language than the worker's."""
    yield Line("advice.hotlines")
    for line in around.help_lines:
        if not line.languages or conversation.language in line.languages:
            yield _hotline(line)
    yield Line("hotline.note")
    yield from for_thai_ears(conversation)


def _hotline(line: Hotline) -> Line:
    spoken = Listing(tuple(Named("tongue", each) for each in line.spoken))
    what = Line(f"hotline.what.{line.key}")
    hours = line.hours or "unknown"
    number = Literal(line.number)
    params: dict[str, Value] = {"number": number, "what": what, "languages": spoken}
    return Line(f"hotline.line.{hours}", params)


def _centres(around: Surroundings) -> Iterator[Line]:
    """The centres by name; what is not known of one is not said."""
    yield Line("advice.centres")
    window = _weekdays(around)
    if window is not None:
        opens, closes = (Literal(_clock(each)) for each in (window.opens, window.closes))
        yield Line("centre.hours", {"opens": opens, "closes": closes})
    for centre in around.gazetteer.centres.values():
        yield from _centre(centre)


def _centre(centre: Centre) -> Iterator[Line]:
    yield Line("centre.name", {"unit": Named("unit", centre.id)})
    if centre.address:
        yield Line("centre.address", {"address": Literal(centre.address)})
    if centre.phone:
        yield Line("centre.phone", {"phone": Literal(centre.phone)})


def _weekdays(around: Surroundings) -> Window | None:
    """The hours from Monday to Friday, if all centres have the same and none on other days."""
    weeks = {hours.week for hours in around.centre_hours.values()}
    if len(weeks) != 1:
        return None
    week = weeks.pop()
    working = set(week[: DAYS_IN_A_WEEK - 2])
    windows = working.pop() if len(working) == 1 and not any(week[DAYS_IN_A_WEEK - 2 :]) else ()
    return windows[0] if len(windows) == 1 else None


def _clock(since_midnight: timedelta) -> str:
    hours, minutes = divmod(since_midnight // timedelta(minutes=1), 60)
    return f"{hours:02}:{minutes:02}"
