"""What officers may do and see, in the group and in private."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from bot.domain.case import Finding
from bot.domain.conversation import Asked
from bot.domain.ids import Channel, EvidenceId, QuestionId
from bot.domain.incoming import Chat, Location, Tap
from bot.flows.turn import Said

from tests.agencies import the_case
from tests.house import House, house
from tests.test_take_turn import CONSENT, WORKER, files, presses, sends, state, texts

GROUP = Chat(Channel.TELEGRAM, "-100", private=False)


@pytest.fixture
async def filed(tmp_path: Path) -> AsyncIterator[House]:
    """A filed and alerted case before Samut Sakhon, where two officers are enrolled."""
    async with house(tmp_path) as home:
        await home.group("samut-sakhon", "-100")
        await home.group("national", "-200")
        await home.group("tak", "-500")
        await home.officer("samut-sakhon", "77", "Khun Nok")
        await home.officer("samut-sakhon", "78", "Khun Lek", opened=False)
        await home.officer("tak", "79", "Khun Dao")
        await files(home)
        await sends(home)
        yield home
        assert home.log.failures == []


def action(home: House, name: str, chat: str = "-100") -> Tap:
    for _, message in home.screen(chat).messages:
        for row in message.rows:
            for button in row:
                if button.payload.startswith(f"r:{name}:"):
                    return Tap(button.payload, "tap")
    raise AssertionError(name)


async def test_the_first_tap_wins_and_the_second_is_told_who_has_it(filed: House) -> None:
    take = action(filed, "take")
    await filed.take("77", take, chat=GROUP)
    await filed.take("77", take, chat=GROUP)
    assert "Khun Nok" in filed.screen("-100").last.text
    assert "Khun Nok" in filed.platforms[Channel.TELEGRAM].toasts[-1][1]


@pytest.mark.safety(23)
@pytest.mark.parametrize("who", ["99", "79", "78"])
async def test_only_an_enrolled_officer_of_an_alerted_unit_with_an_open_chat_can_take(
    filed: House, who: str
) -> None:
    await filed.take(who, action(filed, "take"), chat=GROUP)
    assert filed.screen("-100").messages[0][1].rows
    told = [text for _, text in filed.platforms[Channel.TELEGRAM].toasts] + texts(filed, "-100")
    assert any(("Khun Lek" if who == "78" else "Only officers enrolled") in text for text in told)
    assert (await refusals(filed))[-1][0] == "refused.take"


async def refusals(home: House) -> list[tuple[str, str]]:
    entries = await home.assembly.store.read(lambda work: work.audit.entries())
    return [(each.action, each.subject) for each in entries if each.action.startswith("refused.")]


@pytest.mark.safety(24)
@pytest.mark.parametrize("chat", ["-500", "-999"])
async def test_in_a_group_that_was_not_asked_nobody_takes_a_case(filed: House, chat: str) -> None:
    other = Chat(Channel.TELEGRAM, chat, private=False)
    await filed.take("77", action(filed, "take"), chat=other)
    assert filed.screen("-100").messages[0][1].rows
    assert [name for name, _ in await refusals(filed)] == ["refused.take"]


@pytest.mark.safety(30)
async def test_of_a_forged_button_nothing_is_written_down_that_could_be_words(
    filed: House,
) -> None:
    await filed.take("79", Tap("r:my boss:he lied to me", "t"), chat=GROUP)
    assert await refusals(filed) == [("refused.unknown", "unknown")]


@pytest.mark.safety(32)
@pytest.mark.parametrize("name", ["record", "sensitive", "note", "close", "open"])
async def test_who_does_not_hold_the_case_sees_nothing_of_it(filed: House, name: str) -> None:
    await filed.take("77", action(filed, "take"), chat=GROUP)
    referral = action(filed, "record", "77").payload.split(":")[2]
    await filed.take("79", Tap(f"r:{name}:{referral}", "t"))
    assert "three months" not in "".join(texts(filed, "79"))
    unknown = Tap(f"r:{name}:zzzzzzzzzzzz", "t")
    refused = filed.screen("79").last.text
    await filed.take("79", unknown)
    assert filed.screen("79").last.text == refused


async def test_the_record_has_the_workers_own_words_and_exact_place(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.group("samut-sakhon", "-100")
        await home.group("national", "-200")
        await home.officer("samut-sakhon", "77", "Khun Nok")
        await home.says(WORKER, "hello")
        await presses(home, *CONSENT, "category:skip")
        await home.says(WORKER, "no pay for three months")
        await home.take(WORKER, Location(13.5475, 100.2744))
        await sends(home)
        await home.take("77", action(home, "take"), chat=GROUP)
        await home.taps("77", "📄 What was said")
        text = home.screen("77").last.text
        assert "no pay for three months" in text
        assert "13.54750, 100.27440" in text
        assert home.log.failures == []


@pytest.mark.safety(26)
async def test_sensitive_answers_are_one_more_tap_away(filed: House) -> None:
    await filed.take("77", action(filed, "take"), chat=GROUP)
    await filed.says(WORKER, "/start")
    known = await state(filed)
    await filed.take(WORKER, Tap(f"a:{known.id}:review:tags", "t"))
    await filed.take(WORKER, Tap(f"a:{known.id}:tags:pregnant", "t"))
    await filed.take(WORKER, Tap(f"a:{known.id}:tags:done", "t"))
    asked = replace(await state(filed), asked=Asked(QuestionId("unwanted_touch"), filed.now))
    noted = Said(asked, filed.now, EvidenceId("e1")).noting("at night in the shed").conversation
    await filed.assembly.store.write(lambda work: work.conversations.save(noted, None))
    case = await the_case(filed)
    facts = replace(case.facts, findings=(Finding(QuestionId("unwanted_touch"), "yes"),))
    await filed.assembly.store.write(lambda work: work.casework.save(replace(case, facts=facts)))
    await filed.take("77", Tap(f"r:open:{action(filed, 'record', '77').payload.split(':')[2]}"))
    assert "Unwanted touch" not in filed.screen("77").last.text
    await filed.taps("77", "📄 What was said")
    for words in ("Special needs", "in the shed"):
        assert words not in filed.screen("77").last.text
    assert "three months" in filed.screen("77").last.text
    await filed.taps("77", "🔎 Sensitive answers")
    for words in ("Special needs", "in the shed"):
        assert words in filed.screen("77").last.text
    assert "three months" not in filed.screen("77").last.text


async def test_a_case_passed_on_is_not_fetched_back_by_the_workers_next_answer(
    filed: House,
) -> None:
    await filed.take("77", action(filed, "pass"), chat=GROUP)
    await filed.taps("77", ":tak")
    cards = len(texts(filed, "-100"))
    await filed.says(WORKER, "/start")
    await presses(filed, "under_18:no")
    await presses(filed, "unpaid_or_underpaid:yes")
    assert len(texts(filed, "-100")) == cards
    await filed.take(
        "79", action(filed, "take", "-500"), chat=Chat(Channel.TELEGRAM, "-500", private=False)
    )
    assert "Khun Dao" in filed.screen("-500").last.text


async def test_an_old_button_of_a_card_that_was_passed_on_says_that_it_is_over(
    filed: House,
) -> None:
    cannot = action(filed, "cannot")
    await filed.take("77", action(filed, "pass"), chat=GROUP)
    await filed.taps("77", ":tak")
    await filed.take("77", cannot, chat=GROUP)
    assert "no longer open" in filed.platforms[Channel.TELEGRAM].toasts[-1][1]


async def test_a_note_is_kept_and_never_shown_to_the_worker(filed: House) -> None:
    await filed.take("77", action(filed, "take"), chat=GROUP)
    await filed.taps("77", "🗒 Note")
    await filed.says("77", "called the hostel")
    assert "called the hostel" not in "".join(texts(filed, WORKER))
    known = await state(filed)
    assert known.reference is not None
    reference = known.reference
    case = await filed.assembly.store.read(lambda work: work.casework.get(reference))
    assert case is not None
    assert [note.text for note in case.notes] == ["called the hostel"]


@pytest.mark.safety(23)
async def test_every_look_is_logged(filed: House) -> None:
    await filed.take("77", action(filed, "take"), chat=GROUP)
    looks = ("record", "sensitive", "history", "open", "talk")
    referral = action(filed, "record", "77").payload.split(":")[2]
    for name in looks:
        await filed.take("77", Tap(f"r:{name}:{referral}", "t"))
    entries = await filed.assembly.store.read(lambda work: work.audit.entries())
    logged = [(entry.who, entry.action) for entry in entries][-1 - len(looks) :]
    assert logged == [("o77", "case.taken"), *(("o77", f"case.{name}") for name in looks)]
