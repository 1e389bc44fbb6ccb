"""An interpreter sees one item, after declaring to know nobody in the case."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.conversation import Answer
from bot.domain.errors import Unreachable
from bot.domain.ids import Channel, InterpreterId, QuestionId
from bot.domain.incoming import Blocked, Chat, Tap
from bot.domain.interpreter import Hours, Sex
from bot.ports import Work

from tests.agencies import the_case
from tests.house import House, house
from tests.test_officer import action
from tests.test_take_turn import WORKER, files, sends, state, texts

GROUP = Chat(Channel.TELEGRAM, "-100", private=False)


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    """A case that Khun Nok has taken; two interpreters, one of them on LINE."""
    async with house(tmp_path) as made:
        await made.group("samut-sakhon", "-100")
        await made.group("national", "-200")
        await made.officer("samut-sakhon", "77", "Khun Nok")
        await made.interpreter("60", "Ma Hla", "en")
        await made.interpreter("U61", "Ko Aung", "en", sex=Sex.MALE)
        await files(made)
        await sends(made)
        await made.take("77", action(made, "take"), chat=GROUP)
        yield made
        assert made.log.failures == []


async def asks(home: House, whom: str = "🗣 Anybody") -> None:
    await home.taps("77", "🗣 Interpreter")
    await home.taps("77", whom)


async def accepts(home: House, who: str = "60") -> None:
    channel = Channel.LINE if who.startswith("U") else Channel.TELEGRAM
    await home.taps(who, "✅ I can", channel=channel)
    await home.taps(who, "✅ I know nobody", channel=channel)


async def shows(home: House) -> None:
    await home.taps("77", "✍ Choose an item")
    await home.taps("77", "✍ What happened")


async def actions(home: House) -> list[str]:
    entries = await home.assembly.store.read(lambda work: work.audit.entries())
    return [each.action for each in entries if each.action.startswith("interpreter.")]


async def test_the_offer_names_the_language_and_nothing_of_the_case(home: House) -> None:
    known = await state(home)
    await asks(home)
    (offer,) = texts(home, "60")
    assert "English" in offer
    for secret in (str(known.reference), "Samut", "Sakhon", "three months", "pay"):
        assert secret not in offer


@pytest.mark.safety(42)
async def test_the_declaration_comes_before_anything_is_shown(home: House) -> None:
    await asks(home)
    await home.taps("60", "✅ I can")
    assert "Do you know anybody there" in home.screen("60").last.text
    assert "Samut Sakhon" in home.screen("60").last.text
    await home.taps("77", "🗣 Interpreter")
    assert "Nobody has accepted yet" in home.screen("77").last.text
    assert "three months" not in "".join(texts(home, "60"))


@pytest.mark.safety(26, 42)
@pytest.mark.parametrize("protected", [True, False])
async def test_where_the_matter_is_protected_the_trade_is_not_told_before(
    home: House,
    protected: bool,  # noqa: FBT001
) -> None:
    known, held = await state(home), await the_case(home)
    trade = Answer(QuestionId("sector"), ("entertainment",), home.now)

    def tells(work: Work) -> None:
        work.conversations.save(replace(known, answers=(*known.answers, trade)), None)
        work.casework.save(replace(held, facts=replace(held.facts, protected=protected)))

    await home.assembly.store.write(tells)
    await asks(home)
    await home.taps("60", "✅ I can")
    assert ("massage" in home.screen("60").last.text) is not protected


@pytest.mark.safety(42)
@pytest.mark.parametrize("who", ["60", "U61"])
async def test_one_item_goes_out_and_its_translation_comes_back(home: House, who: str) -> None:
    channel = Channel.LINE if who == "U61" else Channel.TELEGRAM
    await asks(home)
    await accepts(home, who)
    assert "has accepted" in home.screen("77").last.text
    await shows(home)
    assert "three months" in home.screen(who, channel).last.text
    await home.says(who, "They were not paid for 3 months", channel=channel)
    assert "They were not paid for 3 months" in home.screen("77").last.text
    assert "They were not paid" not in "".join(texts(home, WORKER))
    assert await actions(home) == [
        "interpreter.asked",
        "interpreter.declared",
        "interpreter.shown",
        "interpreter.translated",
    ]


async def test_more_words_are_no_second_translation(home: House) -> None:
    await asks(home)
    await accepts(home)
    await shows(home)
    await home.says("60", "first")
    await home.says("60", "second")
    assert "second" not in "".join(texts(home, "77"))
    assert "nothing to translate" in home.screen("60").last.text


async def test_the_first_to_declare_has_it_and_the_other_is_told(home: House) -> None:
    await asks(home)
    await home.taps("U61", "✅ I can", channel=Channel.LINE)
    await accepts(home)
    assert "Somebody else has it" in home.screen("U61", Channel.LINE).last.text
    known = "✅ I know nobody"
    await home.taps("U61", known, channel=Channel.LINE)
    assert "Somebody else has it" in home.screen("U61", Channel.LINE).last.text
    assert (await actions(home)).count("interpreter.declared") == 1


@pytest.mark.safety(42)
async def test_whoever_may_know_somebody_sees_nothing_and_is_not_asked_again(home: House) -> None:
    await asks(home, "Ma Hla")
    await home.taps("60", "✅ I can")
    await home.taps("60", "✋ I may know one")
    assert "no interpreter has accepted" in home.screen("77").last.text
    await home.taps("77", "🗣 Interpreter")
    labels = [button.label for row in home.screen("77").last.rows for button in row]
    assert "Ma Hla" not in labels
    assert "Ko Aung" in labels


@pytest.mark.safety(42)
async def test_whoever_may_know_somebody_cannot_declare_to_know_nobody_after_that(
    home: House,
) -> None:
    await asks(home)
    await home.taps("60", "✅ I can")
    await home.taps("60", "✋ I may know one")
    await home.taps("60", "✅ I know nobody")
    assert "Somebody else has it" in home.screen("60").last.text
    assert "interpreter.declared" not in await actions(home)


async def test_nobody_who_was_not_asked_can_accept(home: House) -> None:
    await asks(home, "Ma Hla")
    payload = home.screen("60").button("✅ I can").removesuffix("yes")
    await home.take("U61", Tap(f"{payload}nobody", ""), channel=Channel.LINE)
    answered = home.screen("U61", Channel.LINE).last.text
    await home.take("U61", Tap("r:interpret:zzzzzzzzzzzz:nobody", ""), channel=Channel.LINE)
    assert answered == home.screen("U61", Channel.LINE).last.text
    assert "interpreter.declared" not in await actions(home)


async def test_an_interpreter_cannot_open_a_case(home: House) -> None:
    await asks(home)
    await accepts(home)
    referral = action(home, "record", "77").payload.split(":")[2]
    await home.take("60", Tap(f"r:record:{referral}", "t"))
    assert "three months" not in "".join(texts(home, "60"))


async def test_only_women_are_asked_where_the_worker_asked_for_a_woman(home: House) -> None:
    known = await state(home)
    await home.says(WORKER, "/start")
    await home.take(WORKER, Tap(f"a:{known.id}:review:safe_contact", "t"))
    await home.take(WORKER, Tap(f"a:{known.id}:safe_contact:female_officer", "t"))
    await home.take(WORKER, Tap(f"a:{known.id}:safe_contact:done", "t"))
    await home.taps("77", "🗣 Interpreter")
    labels = [button.label for row in home.screen("77").last.rows for button in row]
    assert "Ma Hla" in labels
    assert "Ko Aung" not in labels


async def test_whoever_is_off_duty_is_not_asked_and_national_is(home: House) -> None:
    sunday = (Hours(6, timedelta(hours=8), timedelta(hours=9)),)
    await home.interpreter("60", "Ma Hla", "en", hours=sunday)
    await home.interpreter("U61", "Ko Aung", "en", hours=sunday)
    await home.taps("77", "🗣 Interpreter")
    assert texts(home, "60") == []
    assert "interpreter" in texts(home, "-200")[-1].lower()


async def test_an_offer_nobody_takes_ends_and_the_officer_and_national_are_told(
    home: House,
) -> None:
    await asks(home)
    await home.passes(minutes=31)
    assert "no interpreter has accepted" in home.screen("77").last.text
    assert "interpreter" in texts(home, "-200")[-1].lower()
    await home.taps("60", "✅ I can")
    assert "Somebody else has it, or it is over" in home.screen("60").last.text


@pytest.mark.parametrize("how", ["officer", "time"])
async def test_after_the_end_nothing_more_is_taken(home: House, how: str) -> None:
    await asks(home)
    await accepts(home)
    await shows(home)
    if how == "officer":
        await home.taps("77", "⏹ End it")
    else:
        await home.passes(hours=4, minutes=1)
    assert "This task is over" in home.screen("60").last.text
    await home.says("60", "too late")
    assert "too late" not in "".join(texts(home, "77"))


async def test_an_interpreter_who_blocks_the_bot_is_told_to_the_officer(home: House) -> None:
    await asks(home)
    await accepts(home)
    await shows(home)
    await home.take("60", Blocked())
    assert "Please ask another" in home.screen("77").last.text


async def test_an_offer_that_cannot_be_delivered_is_declined_and_marks_no_worker_as_gone(
    home: House,
) -> None:
    home.platforms[Channel.TELEGRAM].fails = []
    await home.taps("77", "🗣 Interpreter")
    payload = home.screen("77").button("Ma Hla")
    await home.take("77", Tap(payload, "t"), settle=False)
    home.platforms[Channel.TELEGRAM].fails = [Unreachable("blocked")]
    await home.settle()
    known = await state(home)
    assert not known.blocked
    assert "interpreter.unreachable" in await actions(home)


async def test_erasing_the_case_erases_the_assignment(home: House) -> None:
    await asks(home)
    await accepts(home)
    await shows(home)
    known = await state(home)
    await home.assembly.store.write(lambda work: work.conversations.forget(known.id))
    await home.says("60", "a translation")
    assert "This task is over" in home.screen("60").last.text
    reference = known.reference
    assert reference is not None
    found = await home.assembly.store.read(lambda work: work.interpreters.assignments_of(reference))
    assert found == []


async def test_words_for_an_assignment_that_shows_nothing_reach_nobody(home: House) -> None:
    await asks(home)
    await accepts(home)

    def expects(work: Work) -> None:
        one = work.interpreters.get(InterpreterId("i60"))
        (row,) = work.casework.rows()
        (given,) = work.interpreters.assignments_of(row.reference)
        assert one is not None
        work.interpreters.enrol(replace(one, awaiting=given.id))

    await home.assembly.store.write(expects)
    await home.says("60", "words nobody asked for")
    assert "words nobody asked for" not in "".join(texts(home, "77"))
