"""What must not happen to anybody, whatever happens at the same time: one test a hurt."""

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.conversation import Gate
from bot.domain.delivery import Owed, OwedKind, ReplyHandle
from bot.domain.errors import Unreachable
from bot.domain.ids import CaseState, Channel, LanguageCode, ReferralId, UnitId
from bot.domain.incoming import Chat, Edited, Location, Tap, Unreadable
from bot.domain.prompt import Line, Prompt
from bot.domain.unit import Role
from bot.usecases.pace import GROUP_MINUTE

from tests.house import House, house
from tests.test_take_turn import CONSENT, WORKER, files, presses, sends, state, texts

GROUP = Chat(Channel.TELEGRAM, "-100", private=False)
EN = LanguageCode("en")


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as built:
        await built.group("samut-sakhon", "-100")
        await built.group("national", "-200")
        await built.group("tak", "-500")
        await built.officer("samut-sakhon", "77", "Khun Nok")
        await built.officer("tak", "79", "Khun Dao")
        yield built


async def alerted(home: House) -> None:
    await files(home)
    await sends(home)


async def owes(home: House, *all_of_them: Owed) -> None:
    for owed in all_of_them:
        await home.assembly.store.write(lambda work, owed=owed: work.outbox.owe(owed))  # type: ignore[misc]


def to_group(home: House, key: str, kind: OwedKind, **more: object) -> Owed:
    prompt = Prompt((Line(str(more.pop("says", "group.joined"))),))
    return Owed(key, GROUP, kind, prompt, EN, home.now, **more)  # type: ignore[arg-type]


async def referral(home: House) -> ReferralId:
    reference = (await state(home)).reference
    assert reference is not None
    found = await home.assembly.store.read(lambda work: work.casework.referrals_of(reference))
    return found[-1].id


# Alerts.


async def test_an_alert_does_not_wait_for_the_pace_of_its_group(home: House) -> None:
    notices = [to_group(home, f"n{n}", OwedKind.NOTICE) for n in range(GROUP_MINUTE + 5)]
    await owes(home, *notices)
    await home.settle()
    assert len(texts(home, "-100")) == GROUP_MINUTE
    alerts = [to_group(home, f"a{n}", OwedKind.ALERT, priority=0) for n in range(3)]
    await owes(home, *alerts)
    await home.settle()
    assert len(texts(home, "-100")) == GROUP_MINUTE + 2


async def test_danger_tapped_after_the_case_was_closed_is_alerted(home: House) -> None:
    await alerted(home)
    await home.taps("77", "✋ Take the case", chat=GROUP)
    await home.take("77", Tap(f"r:close:{await referral(home)}", "t"))
    await home.taps("77", ":helped")
    before = len(texts(home, "-100"))
    known = await state(home)
    await home.says(WORKER, "/start")
    await home.take(WORKER, Tap(f"a:{known.id}:review:category", "t"))
    await presses(home, "category:trapped", "category:locked_in", "category:done")
    for _ in range(12):
        asked = (await state(home)).asked
        if asked is None or asked.question == "locked_or_guarded_now":
            break
        await presses(home, f"{asked.question}:{'yes' if 'lock' in asked.question else 'no'}")
    await presses(home, "locked_or_guarded_now:yes")
    assert any("URGENT" in text for text in texts(home, "-100")[before:])


async def test_one_ladder_that_breaks_does_not_stop_the_others(home: House) -> None:
    await files(home)
    broken = await state(home)
    await home.says("6", "help")
    await home.taps("6", "in_danger_now:yes")
    meter = home.desk.meter
    calls: list[str] = []

    class Breaks:
        def __getattr__(self, name: str) -> object:
            return getattr(meter, name)

        def reminder(self, stage: str) -> None:
            calls.append(stage)
            if stage == "alert":
                raise ZeroDivisionError

    home.desk = replace(home.desk, meter=Breaks())  # type: ignore[arg-type]
    before = len(texts(home, "-200"))
    await home.passes(minutes=20)
    assert broken.reference is not None
    assert len(texts(home, "-200")) > before
    assert home.log.failures


async def test_a_row_that_cannot_be_read_holds_up_nobody(home: House, tmp_path: Path) -> None:
    await owes(home, to_group(home, "spoilt", OwedKind.NOTICE))
    _spoil(tmp_path, "UPDATE outbox SET sealed = x'00'")
    await owes(home, to_group(home, "alert", OwedKind.ALERT, priority=0))
    await home.settle()
    assert len(texts(home, "-100")) == 1


async def test_a_conversation_that_cannot_be_read_stops_no_platform(
    home: House, tmp_path: Path
) -> None:
    await home.says(WORKER, "hello")
    _spoil(tmp_path, "UPDATE conversations SET sealed = x'00'")
    await home.says(WORKER, "help", language="en")
    assert "1669" in home.screen(WORKER).last.text


def _spoil(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / "rongthuk.db")
    with connection:
        connection.execute(statement)
    connection.close()


# Cards.


async def test_of_several_edits_of_one_card_only_the_newest_leaves(home: House) -> None:
    await alerted(home)
    which = await referral(home)
    known = await state(home)
    more = {"referral": which, "slot": f"card:{which}", "edits": True, "priority": 3}
    before = len(home.platforms[Channel.TELEGRAM].shown)
    said = ("group.joined", "group.refused", "group.over")
    edits = [to_group(home, f"e{n}", OwedKind.CARD, says=s, **more) for n, s in enumerate(said)]
    await owes(home, *(replace(each, unit=UnitId("samut-sakhon")) for each in edits))
    await home.settle()
    assert known.reference
    assert len(home.platforms[Channel.TELEGRAM].shown) == before + 1
    assert home.screen("-100").last.text == "This step is no longer open."


async def test_an_older_edit_never_covers_the_answer_to_a_tap(home: House) -> None:
    await alerted(home)
    which = await referral(home)
    more = {"referral": which, "slot": f"card:{which}", "edits": True}
    older = to_group(home, "old", OwedKind.CARD, says="group.joined", priority=3, **more)
    await owes(home, replace(older, due_at=home.now + timedelta(seconds=30)))
    newer = to_group(home, "new", OwedKind.REPLY, says="group.over", priority=1, **more)
    await owes(home, replace(newer, reply=ReplyHandle(home.now)))
    await home.settle()
    home.moment[0] += timedelta(minutes=1)
    await home.settle()
    assert home.screen("-100").last.text == "This step is no longer open."


async def test_a_reminder_that_comes_late_is_not_sent_of_a_case_that_was_taken(
    home: House,
) -> None:
    await alerted(home)
    which = await referral(home)
    await owes(home, to_group(home, "late", OwedKind.REMINDER, referral=which))
    home.moment[0] += timedelta(minutes=1)
    await home.assembly.store.write(
        lambda work: work.casework.save_referral(
            work.casework.referral(which).revoke(home.now)  # type: ignore[union-attr]
        )
    )
    before = len(texts(home, "-100"))
    await home.settle()
    assert len(texts(home, "-100")) == before


# Where a case goes.


async def test_a_centre_that_was_only_asked_as_well_cannot_end_the_first_ones_clock(
    home: House,
) -> None:
    await alerted(home)
    which = await referral(home)
    await _also_before(home, which, "tak")
    tak = Chat(Channel.TELEGRAM, "-500", private=False)
    await home.take("79", Tap(f"r:cannot:{which}:no_staff", "t"), chat=tak)
    found = await home.assembly.store.read(lambda work: work.casework.referral(which))
    assert found is not None
    assert (found.state.is_open, found.unit) == (True, "samut-sakhon")


async def test_staff_who_are_involved_lose_a_case_that_was_passed_to_them(home: House) -> None:
    await alerted(home)
    which = await referral(home)
    await home.take("77", Tap(f"r:pass:{which}:tak", "t"), chat=GROUP)
    known = await state(home)
    await home.says(WORKER, "/start")
    await home.take(WORKER, Tap(f"a:{known.id}:review:avoid", "t"))
    await presses(home, "avoid:staff_involved")
    latest = await referral(home)
    found = await home.assembly.store.read(lambda work: work.casework.referral(latest))
    assert found is not None
    assert found.unit != "tak"
    assert "tak" not in (*found.units, found.second)


async def _also_before(home: House, which: ReferralId, unit: str) -> None:
    def also(work: object) -> None:
        casework = work.casework  # type: ignore[attr-defined]
        casework.save_referral(casework.referral(which).reaching(UnitId(unit)))

    await home.assembly.store.write(also)


async def test_a_head_who_blocked_the_bot_is_stood_in_for_by_the_group(home: House) -> None:
    await home.officer("samut-sakhon", "70", "Khun Head", role=Role.HEAD)
    await alerted(home)
    which = await referral(home)
    chat = Chat(Channel.TELEGRAM, "70")
    line = Prompt((Line("group.over"),))
    unit = UnitId("samut-sakhon")
    owed = Owed("h", chat, OwedKind.NOTICE, line, EN, home.now, referral=which, unit=unit)
    before = len(texts(home, "-100"))
    home.platforms[Channel.TELEGRAM].fails.append(Unreachable("blocked"))
    await owes(home, owed)
    await home.settle()
    assert len(texts(home, "-100")) == before + 1
    head = await home.assembly.store.read(
        lambda work: work.directory.officers_with(Channel.TELEGRAM, "70")
    )
    assert not head[0].private_open


# What an officer sees and closes.


async def test_the_record_cannot_be_passed_on(home: House) -> None:
    await alerted(home)
    await home.taps("77", "✋ Take the case", chat=GROUP)
    await home.taps("77", "📄 What was said")
    last, _ = home.platforms[Channel.TELEGRAM].calls[-1]
    assert all(each.protected for each in last)


async def test_only_the_real_close_is_written_down_and_an_old_button_closes_nothing(
    home: House,
) -> None:
    await alerted(home)
    await home.taps("77", "✋ Take the case", chat=GROUP)
    await home.take("77", Tap(f"r:close:{await referral(home)}", "t"))
    assert "case.closed" not in await _actions(home)
    assert "case.close" not in await _actions(home)
    await home.closes("77", "helped")
    helped = home.screen("77").button("✅ Close now")
    assert (await _actions(home)).count("case.closed") == 1
    await home.says(WORKER, "he came back")
    await home.take("77", Tap(helped, "t"))
    known = await state(home)
    assert known.reference is not None
    reference = known.reference
    case = await home.assembly.store.read(lambda work: work.casework.get(reference))
    assert case is not None
    assert case.state is CaseState.FILED


async def _actions(home: House) -> list[str]:
    entries = await home.assembly.store.read(lambda work: work.audit.entries())
    return [entry.action for entry in entries]


async def test_what_nobody_can_read_in_a_group_is_not_kept(home: House, tmp_path: Path) -> None:
    await home.take("99", Unreadable(), chat=GROUP)
    await home.assembly.store.write(lambda work: work.marks.set("x", "y"))
    connection = sqlite3.connect(tmp_path / "rongthuk.db")
    kept = connection.execute("SELECT count(*) FROM events WHERE sealed IS NOT NULL").fetchone()
    connection.close()
    assert kept == (0,)


# The worker.


async def test_who_started_over_and_is_not_safe_is_not_written_to(home: House) -> None:
    await alerted(home)
    await home.says(WORKER, "start over")
    await presses(home, "start_over:yes", "language:en", "safe_to_talk:no")
    before = texts(home, WORKER)
    await home.taps("77", "✋ Take the case", chat=GROUP)
    assert texts(home, WORKER) == before


@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.LINE])
async def test_what_a_neutral_line_stood_for_is_told_after_the_reply(
    home: House, channel: Channel
) -> None:
    await home.says(WORKER, "hello", channel=channel)
    await presses(home, *CONSENT, "category:skip", "what_happened:skip", channel=channel)
    await home.says(WORKER, "Mahachai", channel=channel)
    await presses(home, "may_write:yes", channel=channel)
    await home.passes(minutes=45)
    await home.taps("77", "✋ Take the case", chat=GROUP)
    assert texts(home, WORKER, channel)[-1] == "Hello, are you free now?"
    await home.says(WORKER, "yes", channel=channel)
    assert not any("officer has" in text for text in texts(home, WORKER, channel)[-2:])
    await presses(home, "safe_to_talk:yes", channel=channel)
    assert any("officer" in text for text in texts(home, WORKER, channel)[-2:])


async def test_a_receipt_waits_for_the_safety_gate(home: House) -> None:
    await home.says(WORKER, "hello")
    await presses(home, *CONSENT, "category:skip", "what_happened:skip")
    await home.says(WORKER, "Mahachai")
    before = len(texts(home, WORKER))
    home.moment[0] += timedelta(minutes=31)
    await presses(home, "may_write:yes")
    known = await state(home)
    assert known.reference is not None
    assert not any(known.reference in text for text in texts(home, WORKER)[before:])
    await presses(home, "safe_to_talk:yes")
    assert any(known.reference in text for text in texts(home, WORKER)[before:])


async def test_a_place_sent_at_the_gate_changes_neither_its_words_nor_its_answer(
    home: House,
) -> None:
    await home.says(WORKER, "hello")
    await presses(home, *CONSENT, "category:skip", "what_happened:skip")
    home.moment[0] += timedelta(minutes=31)
    await home.take(WORKER, Location(13.5475, 100.2744))
    assert (await state(home)).gate is Gate.ASKED
    assert "safely" in home.screen(WORKER).last.text


async def test_a_word_corrected_to_help_is_a_call_for_help(home: House) -> None:
    await home.says(WORKER, "hello")
    await presses(home, *CONSENT, "category:skip")
    await home.says(WORKER, "hepl", message="m1")
    await home.take(WORKER, Edited("m1", "help"))
    assert "1669" in home.screen(WORKER).last.text


@pytest.mark.parametrize("word", ["yes", "menu", "ช่วยด้วย", "they are going to kill me", "x" * 41])
async def test_nobody_is_locked_out_by_a_code_word_that_cannot_be_given(
    home: House, word: str
) -> None:
    await alerted(home)
    known = await state(home)
    await home.says(WORKER, "/start")
    await home.take(WORKER, Tap(f"a:{known.id}:review:code_word", "t"))
    await home.says(WORKER, word)
    after = (await state(home)).record
    assert not after.has("code_word", "told")


async def test_a_flood_of_words_fills_no_conversation_without_end(home: House) -> None:
    await home.says(WORKER, "hello")
    await presses(home, "language:en")
    for _ in range(35):
        await home.says(WORKER, "word " * 800, settle=False)
    noted = sum(len(note.text) for note in (await state(home)).notes)
    assert noted <= 105_000
    await home.says(WORKER, "help")
    assert "1669" in home.screen(WORKER).last.text
