"""The screens of an officer's private chat: what the platforms take, and what stands on them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from bot.domain.case import Case, CaseFacts, Deed, OfficerFinding, OfficerNote, WorkEntry
from bot.domain.conversation import Conversation
from bot.domain.ids import (
    CaseState,
    Channel,
    ConversationId,
    LanguageCode,
    Level,
    OfficerId,
    Reference,
    ReferralId,
    ReferralState,
    UnitId,
)
from bot.domain.incoming import Chat
from bot.domain.prompt import Line, OfficerTap, Prompt, read_payload
from bot.domain.referral import Referral
from bot.domain.text import graphemes, shortened_to
from bot.domain.unit import Officer, Role
from bot.flows import (
    closing_case,
    contact_made,
    finding,
    handing_over,
    my_cases,
    next_step,
    officer,
    worked,
)
from bot.usecases.my_cases import is_number
from hypothesis import given
from hypothesis import strategies as st

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
UNIT = UnitId("nakhon-ratchasima")
REFERRAL = Referral(
    ReferralId("z" * 16),
    Reference("48-2093-7716-5"),
    UNIT,
    ReferralState.ACKNOWLEDGED,
    "B",
    {},
    NOW,
    NOW,
    (UNIT,),
    holder=OfficerId("x" * 16),
    holder_unit=UNIT,
    answered_at=NOW,
)
CASE = Case(
    REFERRAL.reference,
    ConversationId("c" * 16),
    Channel.LINE,
    NOW,
    CaseState.TAKEN,
    CaseFacts(level=Level.B, categories=("pay",)),
    UNIT,
    Level.B,
    alerted_level=Level.B,
)
TALK = Conversation(CASE.conversation, Chat(Channel.LINE, "U1"), "U1", LanguageCode("my"), NOW, NOW)
COLLEAGUES = [
    Officer(OfficerId(f"{n:016}"), UNIT, Channel.LINE, f"U{n}", "ก้" * 40, Role.OFFICER)
    for n in range(25)
]


def screens() -> Iterable[Prompt]:
    """Every screen with buttons, with the longest ids there can be."""
    yield officer.details(CASE, REFERRAL, TALK, now=NOW)
    yield officer.details(replace(CASE, state=CaseState.CLOSED, outcome="helped"), REFERRAL, TALK)
    yield contact_made.how(REFERRAL, TALK)
    yield from (contact_made.result(REFERRAL, way) for way in worked.CONTACT_WAYS)
    yield next_step.what(REFERRAL)
    yield from (next_step.when(REFERRAL, step) for step in next_step.STEPS)
    yield finding.what(CASE, REFERRAL)
    yield finding.level(CASE, REFERRAL)
    judged = CASE.found(OfficerFinding(Level.A, Level.B, "o", NOW))
    yield finding.noted(judged, REFERRAL)
    yield from (handing_over.to_whom(REFERRAL, COLLEAGUES, page) for page in range(3))
    yield closing_case.how(REFERRAL)
    ending = closing_case.Ending("referred_out", ("9" * 9, "9" * 9))
    yield closing_case.how_much(REFERRAL, ending, "workers")
    yield closing_case.sure(CASE, REFERRAL, ending.telling("9" * 4), NOW)
    shown = [my_cases.Listed(CASE, REFERRAL)] * 10
    yield from (my_cases.listed(which, shown, 30, 1, NOW) for which in ("cases", "unit"))


def test_every_payload_can_be_sent_and_read() -> None:
    payloads = [b.payload for prompt in screens() for row in prompt.rows for b in row]
    assert len(payloads) > 100
    assert max(len(payload.encode()) for payload in payloads) <= 64
    assert all(read_payload(payload) is not None for payload in payloads)


@pytest.mark.parametrize("state", [CaseState.TAKEN, CaseState.CLOSED])
def test_every_button_under_a_case_does_something(state: CaseState) -> None:
    from bot.usecases.officer_actions import BUTTONS, CARD_ACTIONS  # noqa: PLC0415  beside its use

    prompt = officer.details(replace(CASE, state=state, outcome="helped"), REFERRAL, TALK)
    taps = [read_payload(b.payload) for row in prompt.rows for b in row]
    assert {tap.action for tap in taps if isinstance(tap, OfficerTap)} <= {*BUTTONS, *CARD_ACTIONS}


@given(st.text(), st.integers(2, 30))
def test_a_name_that_is_too_long_is_cut_between_letters(name: str, most: int) -> None:
    short = shortened_to(name, most)
    assert graphemes(short) <= most
    assert short == name or short.endswith("…")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("48-2093-7716-5", True),
        ("48 2093 7716 5", True),
        ("๔๘๒๐๙๓๗๗๑๖๕", True),
        ("# 48209377165", True),
        ("12345", True),
        ("1234", False),
        ("call 48-2093-7716-5", False),
        ("", False),
        ("เคส", False),
    ],
)
def test_only_digits_and_what_stands_between_them_are_a_number(text: str, number: bool) -> None:  # noqa: FBT001
    assert is_number(text) is number


def test_the_history_is_in_the_order_in_which_things_happened() -> None:
    entries = tuple(
        WorkEntry(deed, "o", NOW + timedelta(minutes=2 * n), value)
        for n, (deed, value) in enumerate(
            [
                (Deed.CONTACT_TRIED, "phone.no_answer"),
                (Deed.CONTACTED, "through somebody's own code"),
                (Deed.NEXT_STEP, "call"),
                (Deed.FINDING, "grounds.yes"),
                (Deed.HANDED_OVER, "o"),
                (Deed.NRM, "shelter"),
                (Deed.CLOSED, "helped"),
            ]
        )
    )
    notes = (
        OfficerNote("first", "o", NOW - timedelta(minutes=1)),
        OfficerNote("erasure_wished", "bot", NOW + timedelta(minutes=1)),
    )
    case = replace(CASE, worked=entries, notes=notes)
    (page,) = worked.history(case, REFERRAL, lambda _: "Khun Nok", NOW)
    assert len(page.lines) == 1 + len(entries) + len(notes)
    assert page.lines[1].params["words"]
    assert page.lines[3].params["words"] == Line("officer.note.erasure_wished")


def test_a_step_that_is_overdue_is_said_loudly() -> None:
    planned = replace(CASE, next_step_at=NOW, worked=(WorkEntry(Deed.NEXT_STEP, "o", NOW, "call"),))
    keys = {later: worked.next_step(planned, NOW + timedelta(hours=later)).key for later in (-1, 1)}
    assert keys == {-1: "officer.details.next", 1: "officer.details.next_over"}
