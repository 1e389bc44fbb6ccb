"""One event, one transaction, once: turns through the whole house."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from bot.domain.case import Case
from bot.domain.conversation import Conversation, Gate
from bot.domain.delivery import Owed, OwedKind
from bot.domain.errors import TryLater, Unreachable
from bot.domain.ids import CaseState, Channel, LanguageCode, ReferralState
from bot.domain.incoming import Chat, Incoming, Joined, Location, Removed, Tap, Text, Unsent
from bot.domain.prompt import Line, Prompt
from bot.ports import ReplyExpired
from bot.usecases.contact import May, may_push
from bot.usecases.fetch_media import fetch_media
from bot.usecases.owing import owe_worker
from bot.usecases.pace import GROUP_MINUTE
from bot.usecases.toast import say

from tests.house import House, house, photo
from tests.test_facts_and_card import told
from tests.walker import NOON

WORKER = "5"
BANGKOK = ZoneInfo("Asia/Bangkok")
TO_CONSENT = ("language:en", "safe_to_talk:yes", "in_danger_now:no", "for_whom:me")
CONSENT = (*TO_CONSENT, "consent_keep:pass", "consent_statistics:yes")


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as built:
        await built.group("samut-sakhon", "-100")
        await built.group("national", "-200")
        await built.group("operator", "-300")
        await built.officer("samut-sakhon", "77", "Khun Nok")
        yield built
        assert built.log.failures == []


async def presses(home: House, *wanted: str, channel: Channel = Channel.TELEGRAM) -> None:
    for each in wanted:
        await home.taps(WORKER, each, channel=channel)


async def files(home: House, may_write: str = "yes") -> None:
    """An ordinary complaint, filed and alerted by stopping."""
    await home.says(WORKER, "hello")
    await presses(home, *CONSENT, "category:money", "category:pay", "category:done")
    await home.says(WORKER, "no pay for three months")
    await home.says(WORKER, "Mahachai")
    await presses(home, f"may_write:{may_write}")


async def sends(home: House) -> None:
    await home.says(WORKER, "stop")
    await presses(home, "stop:send")


async def state(home: House, who: str = WORKER) -> Conversation:
    found = await home.assembly.store.read(
        lambda work: work.conversations.current(Channel.TELEGRAM, who)
    )
    assert found is not None
    return found


def texts(home: House, chat: str, channel: Channel = Channel.TELEGRAM) -> list[str]:
    return [message.text for _, message in home.screen(chat, channel).messages]


async def test_an_event_that_comes_twice_counts_once(home: House) -> None:
    await files(home)
    before, shown = await state(home), texts(home, WORKER)
    payload = home.screen(WORKER).button("under_18:no")
    for _ in range(3):
        await home.take(WORKER, Tap(payload, "tap"), event="the-same")
    after = await state(home)
    assert len(after.answers) == len(before.answers) + 1
    assert len(texts(home, WORKER)) == len(shown) + 1


async def test_what_was_said_is_on_disk_before_the_next_question_leaves(home: House) -> None:
    await files(home)
    payload = home.screen(WORKER).button("under_18:no")
    await home.take(WORKER, Tap(payload, "t"), settle=False)
    assert (await state(home)).record.complete("under_18")
    assert "under 18" in home.screen(WORKER).last.text


@pytest.mark.safety(29)
@pytest.mark.parametrize("value", ["consent_keep:no", "for_whom:not_worker"])
async def test_refusal_leaves_nothing_of_the_draft(home: House, value: str) -> None:
    await home.says(WORKER, "my secret words")
    draft = (await state(home)).id
    await presses(home, *(TO_CONSENT if value[0] == "c" else TO_CONSENT[:-1]), value)
    left = await state(home)
    assert (left.answers, left.notes) == ((), ())
    assert await home.assembly.store.read(lambda work: work.conversations.get(draft)) is None


@pytest.mark.safety(29)
async def test_a_draft_without_consent_is_gone_after_a_day(home: House) -> None:
    await home.says(WORKER, "my secret words")
    await presses(home, *TO_CONSENT)
    draft = await state(home)
    for hours, there in ((23, True), (2, False)):
        await home.passes(hours=hours)
        known = await home.assembly.store.read(lambda work: work.conversations.get(draft.id))
        assert (known is not None) is there


@pytest.mark.safety(27)
async def test_what_was_begun_and_never_sent_is_gone_after_thirty_days(home: House) -> None:
    await home.says(WORKER, "my secret words")
    await presses(home, *CONSENT)
    draft = await state(home)
    for days, there in ((29, True), (2, False)):
        await home.passes(days=days)
        known = await home.assembly.store.read(lambda work: work.conversations.get(draft.id))
        assert (known is not None) is there


async def test_in_danger_the_case_stays_when_consent_is_refused(home: House) -> None:
    await home.says(WORKER, "hello")
    await presses(home, "language:en", "safe_to_talk:yes", "in_danger_now:yes", "place_now:skip")
    await presses(home, "may_write:no", "tell_police:skip", "need_now:skip", "for_whom:me")
    await presses(home, "consent_keep:no")
    left = await state(home)
    assert left.reference is not None
    assert left.record.has("in_danger_now", "yes")


async def test_starting_over_drops_the_draft_and_its_clock(home: House) -> None:
    await home.says(WORKER, "hello")
    await presses(home, *CONSENT, "category:trapped", "category:locked_in", "category:done")
    first = await state(home)
    await home.says(WORKER, "start over")
    await presses(home, "start_over:yes")
    await home.passes(minutes=70)
    gone = await home.assembly.store.read(lambda work: work.conversations.get(first.id))
    assert gone is None
    assert texts(home, "-200") == []


@pytest.mark.safety(20)
async def test_three_answers_lead_to_the_first_alert_and_the_fourth_to_the_centre(
    home: House,
) -> None:
    await home.says(WORKER, "hello")
    await presses(home, "language:en", "safe_to_talk:yes", "in_danger_now:yes")
    assert "URGENT" in texts(home, "-200")[0]
    assert texts(home, "-100") == []
    await home.says(WORKER, "Mahachai")
    assert "URGENT" in texts(home, "-100")[0]


async def test_danger_told_after_somebody_took_the_case_is_alerted_again(home: House) -> None:
    await files(home)
    await sends(home)
    await home.taps("77", "✋ Take the case", chat=await home.group("samut-sakhon", "-100"))
    alerts = len(texts(home, "-100"))
    await home.says(WORKER, "help")
    await presses(home, "in_danger_now:yes")
    assert "URGENT" in texts(home, "-100")[alerts]


async def test_danger_told_after_the_case_was_closed_is_alerted_again(home: House) -> None:
    await _taken_and_closed(home)
    alerts = len(texts(home, "-100"))
    await home.says(WORKER, "help")
    await presses(home, "in_danger_now:yes")
    assert "URGENT" in texts(home, "-100")[alerts]


@pytest.mark.safety(36)
async def test_who_writes_after_the_close_is_heard(home: House) -> None:
    await _taken_and_closed(home)
    alerts = len(texts(home, "-100"))
    await home.says(WORKER, "the boss came back and took my pay again")
    assert len(texts(home, "-100")) == alerts + 1
    case = await _case(home)
    assert case.state is CaseState.FILED


async def _taken_and_closed(home: House) -> None:
    await files(home)
    await sends(home)
    await home.taps("77", "✋ Take the case", chat=await home.group("samut-sakhon", "-100"))
    await home.closes("77", "advised")
    assert (await _case(home)).state is CaseState.CLOSED


async def _case(home: House, who: str = WORKER) -> Case:
    known = await state(home, who)
    assert known.reference is not None
    reference = known.reference
    case = await home.assembly.store.read(lambda work: work.casework.get(reference))
    assert case is not None
    return case


@pytest.mark.safety(37)
async def test_nobody_is_told_that_the_duty_team_knows_when_nobody_could_be_told(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as empty:
        await empty.says(WORKER, "help")
        await presses(empty, "in_danger_now:yes")
        assert "has been told" not in empty.screen(WORKER).last.text
        assert "1669" in empty.screen(WORKER).last.text


async def test_a_centre_whose_staff_are_involved_loses_the_case_even_when_it_was_taken(
    home: House,
) -> None:
    await files(home)
    await sends(home)
    await home.taps("77", "✋ Take the case", chat=await home.group("samut-sakhon", "-100"))
    known = await state(home)
    payload = f"a:{known.id}:review:avoid"
    await home.says(WORKER, "/start")
    await home.take(WORKER, Tap(payload, "t"))
    await presses(home, "avoid:staff_involved")
    assert known.reference is not None
    reference = known.reference
    referrals = await home.assembly.store.read(lambda work: work.casework.referrals_of(reference))
    assert referrals[0].state is ReferralState.REVOKED
    assert "samut-sakhon" not in referrals[-1].units


@pytest.mark.safety(40)
async def test_a_message_taken_back_leaves_neither_words_nor_file(home: House) -> None:
    await home.says(WORKER, "hello")
    await presses(home, *CONSENT, "category:skip")
    await home.take(WORKER, photo(), message="the-photo")
    await fetch_media(home.desk, home.platforms, home.assembly.evidence)
    await home.take(WORKER, Unsent("the-photo"))
    await home.tick()
    known = await state(home)
    assert "what_happened" not in known.record
    held = await home.assembly.store.read(lambda work: work.conversations.evidence_of(known.id))
    assert [each.state.value for each in held] == ["erased"]


async def test_the_places_of_two_people_with_the_same_answers_are_not_mixed_up(
    home: House,
) -> None:
    for who, place in (("5", Location(13.5475, 100.2744)), ("6", Location(13.6, 100.3))):
        await home.says(who, "help")
        await home.taps(who, "in_danger_now:yes")
        await home.take(who, place)
    for who, lat in (("5", 13.5475), ("6", 13.6)):
        assert (await _case(home, who)).facts.lat == lat


async def test_a_bug_keeps_the_event_and_gives_the_numbers(home: House) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    around = replace(home.desk.around, find_place=broken)  # type: ignore[arg-type]
    home.desk = replace(home.desk, around=around)
    await home.says(WORKER, "hello")
    await presses(home, *CONSENT, "category:skip", "what_happened:skip")
    await home.says(WORKER, "Mahachai")
    assert "1669" in home.screen(WORKER).last.text
    assert [type(error) for _, error in home.log.failures] == [ZeroDivisionError]
    home.log.failures.clear()
    stuck = await home.assembly.store.read(lambda work: work.inbox.stuck(10))
    assert len(stuck) == 1


# What may be pushed, and how it is sent.


@pytest.mark.safety(8)
@pytest.mark.parametrize(
    ("answers", "silent", "gate", "may"),
    [
        ({"safe_to_talk": "yes"}, 10, Gate.OPEN, May.CONTENT),
        ({"safe_to_talk": "yes"}, 31, Gate.OPEN, May.NUDGE),
        ({"safe_to_talk": "yes"}, 10, Gate.ASKED, May.NUDGE),
        ({"safe_to_talk": "yes"}, 10, Gate.CODE_WORD, May.NUDGE),
        ({"safe_to_talk": "no"}, 10, Gate.SHUT, May.NOTHING),
        ({"safe_to_talk": "quiet_help"}, 1, Gate.OPEN, May.NOTHING),
        ({"safe_to_talk": "yes", "may_write": "no"}, 1, Gate.OPEN, May.NOTHING),
        ({"safe_to_talk": "yes", "may_write": "answer_only"}, 1, Gate.OPEN, May.NOTHING),
        ({"safe_to_talk": "yes", "may_write": "yes"}, 1, Gate.OPEN, May.CONTENT),
        ({"may_write": "yes"}, 1, Gate.OPEN, May.NUDGE),
        (
            {"safe_to_talk": "yes", "may_write": "yes", "contact_hours": "evening"},
            60,
            Gate.OPEN,
            May.NOT_NOW,
        ),
        (
            {"safe_to_talk": "yes", "may_write": "yes", "contact_hours": "morning"},
            60,
            Gate.OPEN,
            May.NOT_NOW,
        ),
        (
            {"safe_to_talk": "yes", "may_write": "yes", "contact_hours": "day"},
            60,
            Gate.OPEN,
            May.NUDGE,
        ),
    ],
)
def test_what_may_be_written_unasked(
    answers: dict[str, str], silent: int, gate: Gate, may: May
) -> None:
    known = told(**answers)
    safe = NOON if "safe_to_talk" in answers else None
    known = replace(known, gate=gate, safe_at=safe, heard_at=NOON)
    assert may_push(known, NOON + timedelta(minutes=silent), BANGKOK) is may
    assert may_push(replace(known, blocked=True), NOON, BANGKOK) is May.NOTHING


async def test_a_fresh_answer_takes_the_reply_token_and_an_old_one_does_not(home: House) -> None:
    line = home.platforms[Channel.LINE]
    await home.take(WORKER, Text("hello"), channel=Channel.LINE)
    assert [bool(token) for _, token in line.calls] == [True]
    await home.take(WORKER, Text("hello"), channel=Channel.LINE, settle=False)
    home.moment[0] += timedelta(seconds=55)
    await home.settle()
    assert [bool(token) for _, token in line.calls] == [True, False]


async def test_an_expired_token_is_followed_by_a_push(home: House) -> None:
    line = home.platforms[Channel.LINE]
    line.fails.append(ReplyExpired())
    await home.take(WORKER, Text("hello"), channel=Channel.LINE)
    assert [token for _, token in line.calls] == [""]


@pytest.mark.safety(8)
async def test_a_late_answer_says_nothing_on_the_lock_screen(home: House) -> None:
    await files(home)
    payload = home.screen(WORKER).button("under_18:no")
    await home.take(WORKER, Tap(payload, "t"), settle=False)
    home.moment[0] += timedelta(seconds=25)
    await home.settle()
    first = home.screen(WORKER).last.text
    assert "boss" not in first[:40]
    assert "boss" in first


async def test_an_answer_that_leaves_after_the_silence_is_only_a_neutral_line(
    home: House,
) -> None:
    await files(home)
    payload = home.screen(WORKER).button("under_18:no")
    await home.take(WORKER, Tap(payload, "t"), settle=False)
    home.moment[0] += timedelta(minutes=40)
    await home.settle()
    assert home.screen(WORKER).last.text == "Hello, are you free now?"
    await home.says(WORKER, "yes")
    assert not (await state(home)).record.complete("unpaid_or_underpaid")


async def test_a_typed_yes_after_a_push_answers_no_question(home: House) -> None:
    await files(home)
    await home.passes(minutes=15)
    await home.taps("77", "✋ Take the case", chat=await home.group("samut-sakhon", "-100"))
    assert "An officer has taken your case." in home.screen(WORKER).last.text
    await home.says(WORKER, "yes")
    known = await state(home)
    assert not known.record.complete("under_18")
    assert [note.text for note in known.notes][-1] == "yes"


async def test_one_neutral_line_is_enough_until_somebody_writes(home: House) -> None:
    await files(home)
    await sends(home)
    await home.passes(minutes=45)
    group = await home.group("samut-sakhon", "-100")
    await home.taps("77", "✋ Take the case", chat=group)
    await _pushes_again(home)
    lines = [text for text in texts(home, WORKER) if text == "Hello, are you free now?"]
    assert len(lines) == 1


async def _pushes_again(home: House) -> None:
    known = await state(home)
    prompt = Prompt((Line("taken.worker"),))
    await home.assembly.store.write(
        lambda work: owe_worker(work, known, prompt, key="again", kind=OwedKind.PUSH, now=home.now)
    )
    await home.settle()


async def test_an_alert_does_not_wait_behind_what_cannot_be_delivered(home: House) -> None:
    target = Chat(Channel.TELEGRAM, "-100", private=False)
    prompt = Prompt((Line("group.joined"),))
    for key in ("first", "second"):
        owed = Owed(key, target, OwedKind.ALERT, prompt, LanguageCode("en"), home.now)
        await home.assembly.store.write(lambda work, owed=owed: work.outbox.owe(owed))  # type: ignore[misc]
    home.platforms[Channel.TELEGRAM].fails += [TryLater(timedelta(hours=1))]
    await home.settle()
    assert len(texts(home, "-100")) == 1


async def test_tries_grow_apart_and_an_alert_is_never_given_up(home: House) -> None:
    telegram = home.platforms[Channel.TELEGRAM]
    await home.says(WORKER, "help")
    telegram.fails += [TryLater(timedelta())] * 40
    await presses(home, "in_danger_now:yes")
    tried: list[float] = []
    start = home.now
    for _ in range(3600):
        if not telegram.fails:
            break
        left = len(telegram.fails)
        home.moment[0] += timedelta(seconds=1)
        await home.settle()
        if len(telegram.fails) < left:
            tried.append((home.now - start).total_seconds())
    gaps = [later - sooner for sooner, later in pairwise(tried)]
    assert max(gaps) <= 300
    assert gaps[-1] > gaps[0]
    await home.passes(minutes=10)
    assert any("URGENT" in text for text in texts(home, "-200"))


async def test_a_group_gets_no_more_messages_a_minute_than_the_platform_bears(
    home: House,
) -> None:
    group = Chat(Channel.TELEGRAM, "-100", private=False)
    came = Incoming("x", group, "", home.now, Joined())
    for _ in range(30):
        await home.assembly.store.write(
            lambda work: say(home.desk, work, came, Line("group.joined"), home.now)
        )
    await home.settle()
    assert len(texts(home, "-100")) == GROUP_MINUTE
    await home.passes(minutes=2)
    assert len(texts(home, "-100")) == 30


@pytest.mark.safety(24)
async def test_a_lost_group_is_unbound_routed_around_and_told(home: House) -> None:
    await files(home)
    await sends(home)
    group = await home.group("samut-sakhon", "-100")
    await home.take("", Removed(), chat=group)
    assert any("not screened yet" in text for text in texts(home, "-200"))
    assert any("no longer be reached" in text for text in texts(home, "-300"))
    before = len(texts(home, "-100"))
    await home.passes(hours=5)
    assert len(texts(home, "-100")) == before
    assert any("has waited" in text for text in texts(home, "-200"))


async def test_a_group_that_cannot_be_reached_is_noticed_when_something_is_sent(
    home: House,
) -> None:
    await files(home)
    home.platforms[Channel.TELEGRAM].fails.append(Unreachable("kicked"))
    payload = home.screen(WORKER).button("under_18:no")
    await home.passes(minutes=15)
    assert payload
    assert any("not screened yet" in text for text in texts(home, "-200"))
    assert any("no longer be reached" in text for text in texts(home, "-300"))
