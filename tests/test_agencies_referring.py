"""Referring a case to an agency: nothing leaves before the worker has agreed."""

from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.consent import HeardBy, Willing
from bot.domain.ids import CaseState, Channel, ReferralState
from bot.domain.incoming import Chat, Tap

from tests.agencies import (
    INSPECTOR,
    NOK,
    WORKER,
    asks_worker,
    officer_taps,
    referred,
    said,
    state,
    taken,
    the_case,
)
from tests.house import House

BOTH = pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.LINE])
THERE = Chat(Channel.TELEGRAM, "-300", private=False)


async def answers(h: House, value: str, channel: Channel = Channel.TELEGRAM) -> None:
    """The worker presses a button of the card."""
    for _, message in reversed(h.screen(WORKER, channel).messages):
        for row in message.rows:
            for each in row:
                if ":consent_refer_" in each.payload and each.payload.endswith(f":{value}"):
                    await h.take(WORKER, Tap(each.payload, "t"), channel=channel)
                    return
    raise AssertionError(value)


@BOTH
async def test_a_yes_sends_it_and_the_way_to_the_end_is_told_to_everybody(
    tmp_path: Path, channel: Channel
) -> None:
    async with taken(tmp_path, channel) as h:
        await h.says(WORKER, "/start", channel=channel)
        await asks_worker(h)
        assert await state(h) is ReferralState.ASKED
        assert said(h, "-300") == []
        await answers(h, "yes", channel)
        assert await state(h) is ReferralState.SENT
        assert (await the_case(h)).state is CaseState.TAKEN
        assert "We have told" in "".join(said(h, WORKER, channel))
        await h.taps(INSPECTOR, "✋ Take the case", chat=THERE)
        await h.taps(INSPECTOR, "✅ Accept", chat=THERE)
        assert (await the_case(h)).state is CaseState.REFERRED
        await h.taps(INSPECTOR, "🏁 Complete", chat=THERE)
        await h.taps(INSPECTOR, "✅ Helped")
        assert await state(h) is ReferralState.COMPLETED
        assert (await the_case(h)).state is CaseState.TAKEN
        told = "\n".join(said(h, NOK))
        for words in ("sent, waits", "not accepted yet", "accepted", "completed", "Outcome:"):
            assert words in told
        heard = "\n".join(said(h, WORKER, channel))
        assert "they said yes" in heard
        assert "they have done their part" in heard


async def test_a_not_now_and_silence_send_nothing_and_may_be_asked_again_a_day_later(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as h:
        await h.says(WORKER, "/start")
        await asks_worker(h)
        await answers(h, "not_now")
        assert await state(h) is ReferralState.ASKED
        assert "the worker said: not now" in said(h, NOK)[-1]
        cards = sum("May we tell" in text for text in said(h, WORKER))
        await officer_taps(h, "want", ".done")
        assert "can be asked again from" in said(h, NOK)[-1]
        assert sum("May we tell" in text for text in said(h, WORKER)) == cards
        h.moment[0] += referring_pause()
        await officer_taps(h, "want", ".done")
        assert await state(h) is ReferralState.ASKED
        assert "no answer yet" in said(h, NOK)[-1]
        assert said(h, "-300") == []
        assert (await referred(h)).next_due_at is None


async def test_a_never_holds_for_that_agency_for_good(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        await h.says(WORKER, "/start")
        await asks_worker(h)
        await answers(h, "never")
        refused = await referred(h)
        assert (refused.state, refused.reason) == (ReferralState.REVOKED, "refused")
        await answers(h, "yes")
        await officer_taps(h, "want", ".done")
        assert await state(h) is ReferralState.REVOKED
        await officer_taps(h, "refer")
        assert ":sk-labour" not in "".join(payloads(h, NOK)[-1])
        await h.take(NOK, Tap(f"r:refer:{held_id(h)}:sk-labour", "t"))
        assert "the worker said never" in said(h, NOK)[-1]
        assert (await referred(h)).id == refused.id
        assert said(h, "-300") == []


async def test_a_never_heard_by_phone_holds_as_well(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        await officer_taps(h, "refer")
        await officer_taps(h, "refer", ":sk-labour")
        await officer_taps(h, "agencies")
        await officer_taps(h, "heard", ":sk-labour")
        await officer_taps(h, "heard", ".phone")
        await officer_taps(h, "heard", ".phone.never")
        refused = await referred(h)
        await h.take(NOK, Tap(f"r:refer:{held_id(h)}:sk-labour", "t"))
        assert (await referred(h)).id == refused.id
        assert (await referred(h)).reason == "refused"


@pytest.mark.safety(4)
async def test_a_yes_is_kept_with_its_words_its_time_and_the_version_of_the_card(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as h:
        await h.says(WORKER, "/start")
        await asks_worker(h)
        await answers(h, "yes")
        (consent,) = (await referred(h)).consents
        assert (consent.value, consent.how, consent.by) == (Willing.YES, HeardBy.BOT, "worker")
        assert consent.at == h.now
        assert (consent.language, consent.version) == ("en", "refer-1")
        for words in (
            "labour inspectors",
            "Will your boss learn your name?",
            "visit the workplace",
        ):
            assert words in consent.wording
        assert [(d.deed, d.value) for d in (await the_case(h)).worked] == [
            ("referred", "labour_protection")
        ]


async def test_after_silence_a_tap_counts_for_nothing_until_it_is_safe_to_talk(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as h:
        await h.says(WORKER, "/start")
        await asks_worker(h)
        h.moment[0] += timedelta(minutes=45)
        await answers(h, "yes")
        assert await state(h) is ReferralState.ASKED
        assert "Can you talk safely" in said(h, WORKER)[-1]
        cards = sum("May we tell" in text for text in said(h, WORKER))
        await h.taps(WORKER, "safe_to_talk:yes")
        assert sum("May we tell" in text for text in said(h, WORKER)) == cards + 1
        await answers(h, "yes")
        assert await state(h) is ReferralState.SENT


async def test_the_card_waits_for_a_worker_who_may_not_be_written_to(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        h.moment[0] += timedelta(minutes=45)
        await asks_worker(h)
        assert said(h, WORKER)[-1] == "Hello, are you free now?"
        assert "May we tell" not in "".join(said(h, WORKER))
        await h.says(WORKER, "hello")
        await h.taps(WORKER, "safe_to_talk:yes")
        assert sum("May we tell" in text for text in said(h, WORKER)) == 1
        await h.says(WORKER, "/start")
        assert sum("May we tell" in text for text in said(h, WORKER)) == 1


@pytest.mark.safety(10)
async def test_what_is_pushed_says_nothing_in_its_first_forty_characters(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        await h.says(WORKER, "/start")
        await asks_worker(h)
        card = next(text for text in said(h, WORKER) if "May we tell" in text)
        assert "May we" not in card[:40]
        assert "labour" not in card[:40]


async def test_consent_can_be_taken_back_after_it_was_sent(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        await h.says(WORKER, "/start")
        await asks_worker(h)
        await answers(h, "yes")
        await h.taps(INSPECTOR, "✋ Take the case", chat=THERE)
        await answers(h, "never")
        assert await state(h) is ReferralState.REVOKED
        assert "taken back" in said(h, "-300")[-1]
        assert "We ask them to stop" in "".join(said(h, WORKER))
        assert h.screen("-300").last.rows == ()


async def test_another_person_cannot_answer_for_the_worker(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        await h.says(WORKER, "/start")
        await asks_worker(h)
        payload = next(each for row in payloads(h, WORKER) for each in row if "refer_" in each)
        await h.says("6", "hello")
        await h.take("6", Tap(payload, "t"))
        assert await state(h) is ReferralState.ASKED


async def test_consent_heard_by_phone_is_recorded_with_who_heard_it_and_logged(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as h:
        await asks_worker(h)
        await officer_taps(h, "heard", ":sk-labour")
        await officer_taps(h, "heard", ".phone")
        await officer_taps(h, "heard", ".phone.yes")
        sent = await referred(h)
        assert sent.state is ReferralState.SENT
        assert (sent.consents[-1].how, sent.consents[-1].by) == (HeardBy.PHONE, f"o{NOK}")
        entries = await h.assembly.store.read(lambda work: work.audit.entries())
        logged = [e.detail for e in entries if e.action == "case.consent_yes"]
        assert logged == ["labour_protection phone"]


async def test_a_case_is_not_closed_while_an_agency_has_not_answered(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        await h.says(WORKER, "/start")
        await asks_worker(h)
        await answers(h, "yes")
        await h.taps(NOK, "✅ Close")
        assert (await the_case(h)).state is CaseState.TAKEN
        assert "Take that referral back first" in said(h, NOK)[-1]


def payloads(h: House, chat: str) -> list[list[str]]:
    """The buttons of each message of a chat."""
    return [[b.payload for row in m.rows for b in row] for _, m in h.screen(chat).messages]


def held_id(h: House) -> str:
    """The centre's referral, as the officer's buttons name it."""
    record = next(b for row in payloads(h, NOK) for b in row if b.startswith("r:record:"))
    return record.split(":")[2]


def referring_pause() -> timedelta:
    return timedelta(hours=24, minutes=1)
