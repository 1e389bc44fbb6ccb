"""With its number and PIN an intake or a case goes on from another phone, and only there."""

from dataclasses import replace
from pathlib import Path

from bot.domain.conversation import Asked, Gate
from bot.domain.delivery import OwedKind
from bot.domain.ids import Channel, EvidenceId, QuestionId
from bot.domain.incoming import Tap, Text
from bot.domain.prompt import Line, Prompt
from bot.flows.elsewhere import number_typed
from bot.flows.turn import Said
from bot.ports import Work
from bot.usecases.owing import owe_worker

from tests import pin_stories as story
from tests.house import House, house, photo
from tests.pin_stories import LINE, PIN
from tests.taken_case import NOK, audited, shows, taken


async def test_a_case_filed_on_telegram_opens_on_line_behind_its_gate(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        await h.group("samut-sakhon", "-100")
        number = await story.files(h)
        assert await story.sets_pin(h) == number
        shown = await story.tries(h, number)
        assert "Can you talk safely now?" in shown
        assert number not in story.said(h, "U9", LINE)
        assert "centre" not in shown
        await h.taps("U9", "safe_to_talk:yes", channel=LINE)
        assert number in story.said(h, "U9", LINE)
        assert h.log.failures == []


async def test_an_unfinished_intake_goes_on_with_all_its_answers(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        await h.group("samut-sakhon", "-100")
        await story.begins(h, "U9", LINE)
        before = await story.of(h, "U9", LINE)
        assert before is not None
        number = await story.sets_pin(h, "U9", LINE)
        await story.tries(h, number, who="5", channel=Channel.TELEGRAM)
        await h.taps("5", "safe_to_talk:yes")
        moved = await story.of(h, "5")
        assert moved is not None
        assert moved.answers == tuple(replace(each, message="") for each in before.answers)
        assert "Where" in h.screen("5").last.text
        await h.says("5", "Mahachai")
        await h.taps("5", "may_write:yes")
        filed = await story.of(h, "5")
        assert filed is not None
        assert filed.reference == number
        assert number in story.said(h, "5")


async def test_the_code_word_is_asked_on_the_new_phone_as_well(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        while "code word" not in h.screen("5").last.text:
            await h.taps("5", ":skip")
        await h.says("5", "mango tree")
        await story.sets_pin(h)
        await story.tries(h, number)
        await h.taps("U9", "safe_to_talk:yes", channel=LINE)
        assert number not in story.said(h, "U9", LINE)
        await h.says("U9", "mango tree", channel=LINE)
        assert number in story.said(h, "U9", LINE)


async def test_the_former_account_gets_nothing_more_of_it(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        await h.group("samut-sakhon", "-100")
        number = await story.files(h)
        await story.sets_pin(h)
        await h.take("5", photo("later"))  # its bytes are still to come when the phone changes
        assert await story.opens(h, number)
        await h.taps("U9", "safe_to_talk:yes", channel=LINE)
        before = len(h.screen("5").messages)
        await h.passes(hours=30)
        assert len(h.screen("5").messages) == before
        await h.taps("5", "menu:status")
        after = [message.text for _, message in h.screen("5").messages[before:]]
        assert number not in "".join(after)
        assert "free service" in after[0]
        assert "ZORBLAX" not in "".join(after)


async def test_what_was_still_owed_to_the_former_chat_is_not_sent(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        await h.take("5", Text("menu"), settle=False)
        await h.take("U9", Text("hello"), channel=LINE, settle=False)
        await h.take("U9", Text(number), channel=LINE, settle=False)
        await h.take("U9", Text(PIN), channel=LINE, settle=False)
        before = len(h.screen("5").messages)
        await h.settle()
        assert len(h.screen("5").messages) == before


async def test_the_chosen_language_of_the_new_chat_stays(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        await h.says("U9", "hello", channel=LINE)
        await h.taps("U9", "language:th", channel=LINE)
        await story.tries(h, number)
        moved = await story.of(h, "U9", LINE)
        assert moved is not None
        assert (moved.number, moved.language) == (number, "th")


async def test_the_officer_learns_that_another_phone_writes(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        number = await story.sets_pin(h)
        assert await story.opens(h, number)
        assert f"{number}: the worker now writes from another phone" in shows(h, NOK)
        assert "case.moved" in await audited(h)
        await h.says(NOK, number)
        await h.take(NOK, Tap(record_button(h)))
        assert "Now writes from another phone" in shows(h, NOK)


def record_button(h: House) -> str:
    """The payload of the button that opens the record."""
    rows = (row for _, message in reversed(h.screen(NOK).messages) for row in message.rows)
    return next(b.payload for row in rows for b in row if b.payload.startswith("r:record:"))


async def test_the_same_event_twice_opens_once_and_counts_once(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        await h.says("U9", "hello", channel=LINE)
        await h.says("U9", number, channel=LINE)
        for _ in range(5):
            await h.says("U9", story.OTHER, channel=LINE, event="wrong")
        counted = await h.assembly.store.read(lambda work: work.worker_pins.tries("number", number))
        assert counted.wrong == 1
        for _ in range(2):
            await h.says("U9", PIN, channel=LINE, event="right")
        assert (await audited(h)).count("case.moved") == 1


async def test_the_first_phone_can_take_it_back(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        assert await story.opens(h, number)
        assert await story.of(h, "5") is None
        await story.tries(h, number, who="5", channel=Channel.TELEGRAM)
        back = await story.of(h, "5")
        assert back is not None
        assert back.reference == number
        assert back.gate is Gate.ASKED


async def test_only_where_it_was_begun_a_pin_is_chosen(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        old = h.screen("5").button("menu:pin")
        assert await story.opens(h, number)
        await h.taps("U9", "safe_to_talk:yes", channel=LINE)
        await h.says("U9", "menu", channel=LINE)
        assert "menu:pin" not in str(h.screen("U9", LINE).last.rows)
        await h.take("U9", Tap(old), channel=LINE)
        now = await story.of(h, "U9", LINE)
        assert now is not None
        assert now.interjection is None or now.interjection == "menu"


async def test_no_pin_before_there_is_anything_to_keep(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        await h.says("5", "hello")
        await h.taps("5", "language:en")
        await h.says("5", "menu")
        assert "menu:case" in str(h.screen("5").last.rows)
        assert "menu:pin" not in str(h.screen("5").last.rows)


async def test_a_case_filed_by_the_new_phone_itself_is_kept(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        own = await story.files(h, "U9", LINE)
        assert await story.opens(h, number)
        rows = await h.assembly.store.read(lambda work: work.casework.rows())
        assert {row.reference for row in rows} == {own, number}


async def test_a_push_that_is_meant_for_the_former_chat_does_not_leave(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        former = await story.of(h, "5")
        assert former is not None
        assert await story.opens(h, number)
        await h.taps("U9", "safe_to_talk:yes", channel=LINE)
        before = len(h.screen("5").messages)

        def push(work: Work) -> None:
            prompt = Prompt((Line("status.none"),))
            owe_worker(work, former, prompt, key="late", kind=OwedKind.PUSH, now=h.now)

        await h.assembly.store.write(push)
        await h.settle()
        assert len(h.screen("5").messages) == before


async def test_a_number_or_pin_asked_for_leaves_nothing_behind(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        await story.files(h)
        await h.taps("5", "menu:pin")
        await h.says("5", PIN)
        await h.taps("5", "pin_again:back")
        await h.says("U9", "hello", channel=LINE)
        await h.says("U9", story.NOWHERE, channel=LINE)
        await h.taps("U9", "case_pin:back", channel=LINE)
        for who, channel in (("5", Channel.TELEGRAM), ("U9", LINE)):
            left = await story.of(h, who, channel)
            assert left is not None
            assert (left.pin_pending, left.number_asked) == ("", None)


async def test_a_phone_number_is_no_case_number_where_a_phone_number_is_asked(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as h:
        await story.files(h)
        found = await story.of(h, "5")
        assert found is not None
        said = Said(found, h.now, EvidenceId("e"))
        assert number_typed(said, "66812345677") is not None
        assert (
            number_typed(said.having(asked=Asked(QuestionId("phone"), h.now)), "66812345677")
            is None
        )
