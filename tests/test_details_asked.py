"""Two details that are asked where they make sense: who found the job, and when it happened."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from bot.documents.record import case_record
from bot.domain.conversation import Answer, Conversation
from bot.domain.ids import Channel, QuestionId
from bot.domain.incoming import Tap
from bot.flows import happened
from bot.flows.happened import INJURY_WHEN, day_typed
from bot.flows.turn import Surroundings

from tests.house import House, house
from tests.storage_samples import case
from tests.test_advice_pages import around, reading
from tests.test_linked_cases import current, files, others, takes
from tests.walker import NOON

BEGUN = (
    ("safe_to_talk", "yes"),
    ("in_danger_now", "no"),
    ("for_whom", "me"),
    ("consent_keep", "pass"),
    ("may_write", "yes"),
)


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as built:
        await built.group("samut-sakhon", "-100")
        await built.group("national", "-200")
        await built.officer("samut-sakhon", "77", "Khun Nok")
        yield built
        assert built.log.failures == []


def asked(*told: tuple[str, str]) -> set[str]:
    """The questions that count after these answers."""
    answers = tuple(Answer(QuestionId(q), (value,), NOON) for q, value in (*BEGUN, *told))
    counted = around().intake.counted(replace(reading("").conversation, answers=answers))
    return {each.id for each in counted}


def test_who_found_the_job_is_asked_only_where_it_points_there() -> None:
    assert "broker" in asked(("category", "cheated_by_broker"))
    assert "broker" in asked(("category", "job_fees"))
    assert "broker" in asked(("category", "pay"), ("debt_blocks_leaving", "not_sure"))
    sea = ("category", "work_at_sea")
    assert "broker" in asked(sea, ("paid_or_borrowed_for_job", "yes"))
    for plain in ("pay", "hours", "injury", "dismissal", "sexual_harassment", "work_at_sea"):
        assert "broker" not in asked(("category", plain))
    assert "broker" not in asked(("category", "pay"), ("debt_blocks_leaving", "no"))


def test_when_it_happened_is_asked_of_the_injured() -> None:
    assert "injury_when" in asked(("category", "injury"))
    assert "injury_when" not in asked(("category", "pay"))


async def names(home: House, who: str, question: str, words: str) -> None:
    """The worker opens one line of the review and writes."""
    known = await current(home, who)
    await home.take(who, Tap(f"a:{known}:review:{question}", "t"))
    await home.says(who, words)


async def talk_of(home: House, who: str) -> Conversation:
    found = await home.assembly.store.read(
        lambda work: work.conversations.current(Channel.TELEGRAM, who)
    )
    assert found is not None
    return found


async def complains(home: House, who: str, workplace: str, *categories: str) -> str:
    """A filed case with a category; its number."""
    number = await files(home, who, workplace)
    known = await current(home, who)
    for each in (*categories, "done"):
        await home.take(who, Tap(f"a:{known}:review:category", "t"))
        await home.take(who, Tap(f"a:{known}:category:{each}", "t"))
    return number


async def record(home: House) -> str:
    """The answers as Khun Nok is shown them."""
    await home.taps("77", "📄 What was said")
    return "\n".join(m.text for _, m in home.screen("77").messages)


@pytest.mark.safety(22)
async def test_a_brokers_name_links_cases_and_stays_out_of_the_group(home: House) -> None:
    first = await complains(home, "5", "Golden Prize", "cheated_by_broker")
    await takes(home)
    second = await complains(home, "6", "Ocean Pearl Canning", "cheated_by_broker")
    await names(home, "5", "broker", "Agent Min Thu")
    assert await others(home, first) == []
    await names(home, "6", "broker", "MIN THUU")
    assert await others(home, first) == [second]
    await home.passes(minutes=16)
    assert f"🔗 1 linked: {first}" in await takes(home)
    assert "MIN THUU" in await record(home)
    shown = [m.text for chat, _, m in home.platforms[Channel.TELEGRAM].shown if chat == "-100"]
    assert len(shown) > len(home.screen("-100").messages)  # what was changed since, too
    assert "THU" not in "".join(shown)
    await names(home, "6", "broker", "my friend")
    assert await others(home, first) == []


async def test_a_typed_day_is_kept_shown_and_told_until_when_to_claim(home: House) -> None:
    await complains(home, "5", "Golden Prize", "injury")
    await names(home, "5", "injury_when", "last rainy season")
    assert "did not understand" in home.screen("5").last.text
    await names(home, "5", "injury_when", "20/10/2569")
    said = home.screen("5").last.text
    assert "Ask for it within 180 days" in said
    assert "WCA" in said
    assert "Law as of" in said
    talk = await talk_of(home, "5")
    answer = talk.record[INJURY_WHEN]
    assert answer.words == "20/10/2569"
    assert day_typed(answer) == date(2026, 10, 20)
    assert case_record(case(), talk, (), ())["answers"][INJURY_WHEN] == "2026-10-20"
    await takes(home)
    await home.taps("77", "🧭 NRM")
    assert "by 18 April 2027 at the very latest" in home.screen("77").last.text
    assert "Day it happened: 20 October 2026 and 20/10/2569" in await record(home)


CLAIM = "rights.injury_claim"


def told(value: str, *, sector: str = "", category: str = "injury", around: Surroundings) -> str:
    """What is said once the question is answered."""
    said = reading("", sector=sector).answering(QuestionId("category"), "injury", category)
    return " ".join(line.key for line in happened.advised(said, value, around).lines)


def test_the_limit_is_told_only_while_it_stands_and_where_it_covers() -> None:
    known = around()
    assert CLAIM in told("under_week", around=known)
    assert told("under_week", around=known).startswith("advice.first.injury")
    assert CLAIM in told("not_sure", sector="factory", around=known)
    assert told("over_half_year", around=known) == ""
    assert told("under_week", sector="home", around=known) == ""
    assert told("under_week", category="domestic_work", around=known) == ""
    expired = tuple(replace(each, expires=date(2026, 11, 1)) for each in known.rights)
    assert told("under_week", around=replace(known, rights=expired)) == ""
    unconfirmed = tuple(replace(each, check=True) for each in known.rights)
    assert told("under_week", around=replace(known, rights=unconfirmed)) == ""


@pytest.mark.parametrize(
    ("typed", "band"),
    [
        ("23/11", "under_week"),
        ("16/11/69", "under_week"),
        ("15.11.2026", "under_month"),
        ("23/10", "under_half_year"),
        ("27/5/2569", "under_half_year"),
        ("26/5/2569", "over_half_year"),
        ("25/12", "over_half_year"),
    ],
)
def test_a_typed_day_is_counted_into_its_band(typed: str, band: str) -> None:
    said = happened.typed(reading(""), typed, around())
    assert said is not None
    assert said.conversation.record.value("injury_when") == band


@pytest.mark.parametrize("typed", ["24/11/2569", "31/2", "yesterday", "", "1/1/2500"])
def test_a_day_to_come_or_none_is_no_answer(typed: str) -> None:
    assert happened.typed(reading(""), typed, around()) is None


@pytest.mark.parametrize(
    ("value", "latest"),
    [
        ("under_week", date(2026, 11, 23)),
        ("under_month", date(2026, 11, 15)),
        ("under_half_year", date(2026, 10, 23)),
        ("over_half_year", date(2026, 5, 26)),
        ("not_sure", None),
        ("skip", None),
    ],
)
def test_the_officer_counts_from_the_latest_day_it_can_have_been(
    value: str, latest: date | None
) -> None:
    talk = reading("").answering(INJURY_WHEN, value).conversation
    assert happened.at_the_latest(talk) == latest
