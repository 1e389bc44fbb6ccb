"""What the group's card says: exactly what a group may know, and nothing else."""

from dataclasses import replace

import pytest
from bot.domain.case import Case, CaseFacts
from bot.domain.conversation import Answer, Conversation, Note
from bot.domain.ids import (
    CaseState,
    Channel,
    ConversationId,
    LanguageCode,
    Level,
    OfficerId,
    QuestionId,
    Reference,
    ReferralId,
    ReferralState,
    UnitId,
)
from bot.domain.incoming import Chat
from bot.domain.prompt import Line, Listing, Literal, Named, Prompt, Value
from bot.domain.referral import Referral
from bot.flows.card import Standing, card
from bot.flows.facts import facts_of, is_unfinished_but_grave, may_be_filed
from bot.flows.questions import Kind
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.walker import NOON, Walker, Wanted, around

REFERENCE = Reference("48-2093-7716-5")
PLANTED = "Zaw Min Htut 0812345678 Golden Prawn Factory 99/1 Moo 3"


def told(language: str = "en", **answers: str) -> Conversation:
    """A conversation in which this was said."""
    chat = Chat(Channel.TELEGRAM, "123456789")
    said = tuple(Answer(QuestionId(q), (v,), NOON) for q, v in answers.items())
    new = Conversation(
        ConversationId("c0ffee12"), chat, "123456789", LanguageCode(language), NOON, NOON
    )
    return replace(new, answers=said)


def case_of(facts: CaseFacts, **changes: object) -> Case:
    new = Case(
        REFERENCE,
        ConversationId("c0ffee12"),
        Channel.TELEGRAM,
        NOON,
        CaseState.FILED,
        facts,
        UnitId("samut-sakhon"),
        facts.level,
        urgent=facts.urgent,
    )
    return replace(new, **changes)  # type: ignore[arg-type]


def referral(state: ReferralState = ReferralState.SENT, **changes: object) -> Referral:
    unit = UnitId("samut-sakhon")
    new = Referral(ReferralId("r0000001"), REFERENCE, unit, state, "b", {}, NOON, NOON, (unit,))
    return replace(new, **changes)  # type: ignore[arg-type]


def said(value: Value | Prompt) -> str:
    """Everything a prompt is made of, as one text."""
    match value:
        case Prompt(lines):
            return "\n".join(said(line) for line in lines)
        case Line(key, params):
            return " ".join((key, *(f"{name}={said(each)}" for name, each in params.items())))
        case Literal(text):
            return text
        case Named(kind, code):
            return f"{kind}:{code}"
        case Listing(items):
            return ",".join(map(said, items))
        case _:
            return str(value)


def shown(conversation: Conversation, **changes: object) -> str:
    facts = facts_of(conversation, around().intake, before=CaseFacts())
    return said(card(case_of(facts, **changes), referral(), Standing(NOON)))


@pytest.mark.safety(22)
@given(st.integers(0, 10_000), st.sampled_from(("pay", "sexual_harassment", "child_at_work")))
@settings(max_examples=8, deadline=None)
def test_nothing_that_anybody_typed_reaches_the_group(seed: int, category: str) -> None:
    walker = Walker()
    walker.goes_on(Wanted(seed, category=category, safe_to_talk="yes"))
    planted = tuple(
        replace(answer, words=PLANTED, lat=13.123456, lon=100.654321)
        for answer in walker.conversation.answers
    )
    kinds = {q.kind for q in around().intake.questions.values()}
    assert Kind.TELL in kinds
    known = replace(
        walker.conversation, answers=planted, notes=(Note(PLANTED, NOON),), account="123456789"
    )
    text = shown(known)
    for secret in (*PLANTED.split(), PLANTED, "13.1234", "100.654", "123456789", "c0ffee12"):
        assert secret not in text.replace(REFERENCE, "").split()
    for piece in (PLANTED, "13.1", "100.6"):
        assert piece not in text


ORDINARY = {
    "safe_to_talk": "yes",
    "in_danger_now": "no",
    "for_whom": "me",
    "consent_keep": "pass",
    "consent_statistics": "yes",
    "category": "pay",
    "province": "TH-74",
    "may_write": "answer_only",
    "district": "7401",
}


@pytest.mark.safety(22)
def test_the_card_has_the_listed_fields_and_no_others() -> None:
    lines = shown(told(**ORDINARY)).split("\n")
    assert [line.split()[0] for line in lines] == [
        "group.card.level_u",
        "group.card.what",
        "group.card.where",
        "group.card.wishes",
    ]
    names = {part.split("=")[0] for line in lines for part in line.split() if "=" in part}
    assert names == {
        *("reference", "danger", "categories", "people", "reporter", "language"),
        *("interpreter", "place", "province", "district", "may_write", "police", "needs", "female"),
    }


@pytest.mark.safety(22)
@pytest.mark.parametrize(
    "protecting",
    [
        {"category": "sexual_harassment"},
        {"category": "child_at_work"},
        {"under_18": "yes"},
        {"under_18": "not_sure"},
    ],
)
def test_a_protected_matter_shows_the_province_alone(protecting: dict[str, str]) -> None:
    text = shown(told(**{**ORDINARY, **protecting}))
    assert "group.card.protected" in text
    assert "province:TH-74" in text
    for hidden in ("district:", "group.category", "group.people", "tongue:", "group.reporter"):
        assert hidden not in text


def test_a_level_that_fell_shows_what_was_alerted_too() -> None:
    text = shown(told(**ORDINARY), alerted_level=Level.B)
    assert "group.card.level_changed" in text
    assert "level=U" in text
    assert "alerted=B" in text


def test_an_urgency_that_was_alerted_stays_on_the_card() -> None:
    assert "group.card.urgent" in shown(told(**ORDINARY), alerted_urgent=True)


def test_a_taken_case_shows_who_has_it_and_no_button() -> None:
    facts = facts_of(told(**ORDINARY), around().intake, before=CaseFacts())
    taken = referral(ReferralState.ACKNOWLEDGED, holder=OfficerId("o1"), answered_at=NOON)
    prompt = card(case_of(facts), taken, Standing(NOON, holder="Khun Nok"))
    assert prompt.rows == ()
    assert "name=Khun Nok" in said(prompt)
    assert "group.card.what" not in said(prompt)


def test_what_was_not_asked_reads_not_asked() -> None:
    text = shown(told(safe_to_talk="yes", in_danger_now="yes"))
    assert text.count("group.not_asked") == 6
    assert "group.place.unknown" in text


def test_words_that_were_not_taken_as_a_place_are_none_on_the_card() -> None:
    unsure = Answer(QuestionId("province"), ("words",), NOON, "hello", complete=False)
    plain = {k: v for k, v in ORDINARY.items() if k not in ("province", "district", "may_write")}
    known = told(**plain)
    known = replace(known, answers=(*known.answers, unsure))
    assert "group.place.in_words" not in shown(known)


def test_a_case_filed_unfinished_is_finished_when_the_filing_point_is_reached() -> None:
    unfinished = CaseFacts(unfinished=True)
    table = around().intake
    before = told(**{k: v for k, v in ORDINARY.items() if k != "may_write"})
    assert facts_of(before, table, before=unfinished).unfinished
    assert not facts_of(told(**ORDINARY), table, before=unfinished).unfinished


@pytest.mark.safety(4)
@pytest.mark.parametrize("consent", ["keep", "no"])
def test_without_consent_to_pass_nothing_is_filed_but_danger(consent: str) -> None:
    table = around().intake
    assert not may_be_filed(told(**{**ORDINARY, "consent_keep": consent}), table)
    assert may_be_filed(told(in_danger_now="yes", consent_keep=consent), table)
    assert may_be_filed(told(safe_to_talk="quiet_help"), table)


def test_an_unfinished_complaint_needs_consent_to_pass_a_grave_answer_and_no_stop() -> None:
    grave = {**ORDINARY, "category": "locked_in"}
    table = around().intake
    assert is_unfinished_but_grave(told(**grave), table)
    assert not is_unfinished_but_grave(replace(told(**grave), stopped=True), table)
    assert not is_unfinished_but_grave(told(**{**grave, "consent_keep": "keep"}), table)
    assert not is_unfinished_but_grave(told(**ORDINARY), table)
