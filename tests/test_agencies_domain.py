"""A referral to an agency: what it needs before it leaves, and which steps there are."""

from dataclasses import replace
from datetime import timedelta

import pytest
from bot.domain.consent import Consent, HeardBy, Willing
from bot.domain.ids import OfficerId, Reference, ReferralId, ReferralState, UnitId
from bot.domain.referral import NotOpen, Referral, ReferralKind

from tests.house import MONDAY

NOK = OfficerId("o77")
ASKED = Referral(
    id=ReferralId("r000000001"),
    reference=Reference("48-2093-7716-5"),
    unit=UnitId("sk-labour"),
    state=ReferralState.ASKED,
    clock="",
    policy={},
    started_at=MONDAY,
    first_alert_at=MONDAY,
    units=(),
    kind=ReferralKind.AGENCY,
)


def agreed(value: Willing = Willing.YES) -> Consent:
    return Consent(value, MONDAY, HeardBy.BOT, "worker")


@pytest.mark.safety(4)
def test_without_a_yes_or_a_recorded_ground_nothing_is_sent() -> None:
    later = ASKED.answer(agreed()).answer(agreed(Willing.NOT_NOW))
    for unwilling in (ASKED, later, ASKED.answer(agreed(Willing.NEVER))):
        with pytest.raises(NotOpen):
            unwilling.send({}, MONDAY, by_group=True)
    for ready in (ASKED.answer(agreed()), replace(ASKED, ground="life_now")):
        assert ready.send({}, MONDAY, by_group=True).state is ReferralState.SENT


def test_asked_is_not_open_and_has_no_clock() -> None:
    assert not ASKED.state.is_open
    assert ASKED.next_due_at is None


def test_it_goes_from_sent_to_completed_and_no_step_can_be_left_out_or_repeated() -> None:
    sent = ASKED.answer(agreed()).send({}, MONDAY, by_group=True)
    with pytest.raises(NotOpen):
        sent.complete(NOK, "helped", MONDAY)
    accepted = sent.acknowledge(NOK, sent.unit, MONDAY).accept(NOK, MONDAY)
    done = accepted.complete(NOK, "helped", MONDAY + timedelta(hours=1))
    assert (done.state, done.outcome) == (ReferralState.COMPLETED, "helped")
    for over in (accepted, done, sent.turn_down(NOK, "other", MONDAY), sent.revoke(MONDAY)):
        with pytest.raises(NotOpen):
            over.accept(NOK, MONDAY)
        with pytest.raises(NotOpen):
            over.send({}, MONDAY, by_group=True)
        assert over.next_due_at is None
