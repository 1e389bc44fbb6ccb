"""Whether an officer's message leaves, waits or is never pushed: the safe contact as a table."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.conversation import Gate
from bot.domain.ids import Channel
from bot.domain.incoming import Tap
from bot.domain.relay import MessageState
from bot.ports import Work
from bot.usecases.contact import May
from bot.usecases.permission import about_earlier

from tests.house import House
from tests.relaying import ASKED, OFFICER, OPENING, answering, becomes, messages, seen, sends, taken
from tests.test_facts_and_card import told
from tests.test_take_turn import WORKER

CONTENT, NEUTRAL, NOTHING = "content", "neutral", "nothing"


@dataclass(frozen=True)
class Row:
    """A worker's situation, what their screen may show, and what the officer is told."""

    about: str
    shown: str
    told: str
    gate: Gate = Gate.OPEN
    silent: timedelta = timedelta(minutes=5)
    answers: dict[str, str] = field(default_factory=dict)
    blocked: bool = False


LONG = timedelta(minutes=31)
TABLE = (
    Row("just wrote, safe, allowed", CONTENT, "leaves at once"),
    Row("just wrote, safe, not asked", CONTENT, "leaves at once", answers={"may_write": ""}),
    Row("silent, allowed", NEUTRAL, "until they write", silent=LONG),
    Row("silent, not asked", NEUTRAL, "until they write", silent=LONG, answers={"may_write": ""}),
    Row("only answers", NOTHING, "only after they do", answers={"may_write": "answer_only"}),
    Row("do not write", NOTHING, "Not allowed", answers={"may_write": "no"}),
    Row("not safe", NOTHING, "not safe now", gate=Gate.SHUT),
    Row("asked whether it is safe", NEUTRAL, "until they write", gate=Gate.ASKED),
    Row("code-word not given", NEUTRAL, "code word", Gate.CODE_WORD, answers={"code_word": "told"}),
    Row("code-word, silent", NEUTRAL, "code word", silent=LONG, answers={"code_word": "told"}),
    Row("code-word given just now", CONTENT, "leaves at once", answers={"code_word": "told"}),
    Row("out of hours", NOTHING, "18:00", silent=LONG, answers={"contact_hours": "evening"}),
    Row("in the hours", NEUTRAL, "until they", silent=LONG, answers={"contact_hours": "day"}),
    Row("out of hours, just wrote", CONTENT, "at once", answers={"contact_hours": "evening"}),
    Row("quiet help", NOTHING, "quietly", answers={"safe_to_talk": "quiet_help"}),
    Row("quiet, silent", NOTHING, "quietly", silent=LONG, answers={"safe_to_talk": "quiet_help"}),
    Row("bot blocked", NOTHING, "blocked", blocked=True),
)


async def _situated(home: House, row: Row, channel: Channel) -> None:
    known = await home.assembly.store.read(lambda w: w.conversations.current(channel, WORKER))
    assert known is not None
    await becomes(
        home,
        channel,
        gate=row.gate,
        heard_at=home.now - row.silent,
        safe_at=home.now - row.silent,
        answers=answering(
            known, **{"safe_to_talk": "yes", "may_write": "yes", **NO, **row.answers}
        ),
        blocked=row.blocked,
        marks=frozenset({"send"}),
    )


NO = {"code_word": "", "contact_hours": ""}


def _kind(shown: list[str]) -> str:
    if not shown:
        return NOTHING
    return CONTENT if any(ASKED in text for text in shown) else NEUTRAL


@pytest.mark.safety(8)
@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.LINE])
async def test_a_message_reaches_only_whom_it_may_and_the_officer_sees_why(
    tmp_path: Path, channel: Channel
) -> None:
    async with taken(tmp_path, channel) as home:
        for row in TABLE:
            await home.passes(minutes=1)
            await _situated(home, row, channel)
            before = len(seen(home, WORKER, channel))
            await sends(home, "employer_name")
            shown = seen(home, WORKER, channel)[before:]
            assert _kind(shown) == row.shown, row.about
            assert row.told in home.screen(OFFICER).last.text, row.about
            (*_, message) = await messages(home)
            expected = MessageState.SENT if row.shown == CONTENT else MessageState.QUEUED
            assert message.state is expected, row.about
            if row.shown == CONTENT:
                assert shown[0].startswith(OPENING)
            if message.state is MessageState.QUEUED:
                payload = f"r:unsend:{message.referral}:{message.id}"
                await home.take(OFFICER, Tap(payload, "tap"))


async def test_a_neutral_hello_goes_out_once_however_many_messages_wait(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await home.passes(minutes=31)
        before = len(seen(home))
        await sends(home, "employer_name")
        await sends(home, "thanks")
        await home.passes(hours=2)
        assert seen(home)[before:] == ["Hello, are you free now?"]


async def test_what_waits_comes_when_the_worker_writes_and_it_is_safe_and_not_before(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await home.passes(minutes=31)
        await sends(home, "employer_name")
        await home.passes(minutes=2)
        await home.says(WORKER, "who is this")
        assert not any(ASKED in text for text in seen(home))
        await home.taps(WORKER, "safe_to_talk:no")
        assert not any(ASKED in text for text in seen(home))
        await home.says(WORKER, "ok")
        await home.taps(WORKER, "safe_to_talk:yes")
        assert ASKED in seen(home)[-1]
        assert "left now" in seen(home, OFFICER)[-1]


@pytest.mark.safety(9)
async def test_with_a_code_word_nothing_comes_before_it_was_given(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        known = await home.assembly.store.read(
            lambda work: work.conversations.current(Channel.TELEGRAM, WORKER)
        )
        assert known is not None
        await becomes(home, answers=answering(known, code_word="told"))
        await home.passes(minutes=31)
        await sends(home, "employer_name")
        await home.says(WORKER, "hello")
        await home.taps(WORKER, "safe_to_talk:yes")
        await home.says(WORKER, "banana")
        assert not any(ASKED in text for text in seen(home))
        assert "write your word" in seen(home)[-1]
        await home.says(WORKER, "mango")
        assert ASKED in seen(home)[-1]


async def test_who_wants_no_messages_is_only_told_that_one_waits_and_may_open_it(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        known = await home.assembly.store.read(
            lambda work: work.conversations.current(Channel.TELEGRAM, WORKER)
        )
        assert known is not None
        await becomes(home, answers=answering(known, may_write="no"))
        await sends(home, "employer_name")
        before = len(seen(home))
        await home.says(WORKER, "any news?")
        shown = seen(home)[before:]
        assert any("Do you want to see it now?" in text for text in shown)
        assert not any(ASKED in text for text in shown)
        await home.says(WORKER, "hm")
        assert sum("Do you want to see it" in text for text in seen(home)) == 1
        await home.taps(WORKER, ":show")
        assert ASKED in seen(home)[-1]


async def test_somebody_who_asked_for_help_quietly_sees_nothing_when_they_write(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        known = await home.assembly.store.read(
            lambda work: work.conversations.current(Channel.TELEGRAM, WORKER)
        )
        assert known is not None
        quiet = answering(known, safe_to_talk="quiet_help", place_now="skip")
        await becomes(home, answers=quiet)
        await sends(home, "employer_name")
        await home.says(WORKER, "hello")
        assert not any(ASKED in text for text in seen(home))


async def test_a_centre_the_worker_does_not_want_any_more_is_not_passed_on(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await home.passes(minutes=31)
        await sends(home, "employer_name")

        def unwanted(work: Work) -> None:
            (row,) = work.casework.rows()
            (referral,) = work.casework.referrals_of(row.reference)
            work.casework.save_referral(referral.revoke(home.now))

        await home.assembly.store.write(unwanted)
        await home.says(WORKER, "hello")
        await home.taps(WORKER, "safe_to_talk:yes")
        assert not any(ASKED in text for text in seen(home))
        assert [each.state for each in await messages(home)] == [MessageState.WITHDRAWN]


@pytest.mark.safety(8, 9)
def test_an_earlier_wish_and_code_word_hold_after_starting_over() -> None:
    new = told(safe_to_talk="yes")
    for earlier, may in (
        (told(may_write="yes"), May.CONTENT),
        (told(may_write="no"), May.NOTHING),
        (told(may_write="answer_only"), May.NOTHING),
        (told(may_write="yes", code_word="told"), May.NUDGE),
        (told(safe_to_talk="quiet_help"), May.NUDGE),
    ):
        assert about_earlier(earlier, new, May.CONTENT) is may
    asked_anew = told(safe_to_talk="yes", may_write="yes")
    assert about_earlier(told(may_write="no"), asked_anew, May.CONTENT) is May.CONTENT
