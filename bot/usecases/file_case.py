"""Keep the case in step with its conversation: file it, follow its answers, alert and route."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.case import Case, CaseFacts
from bot.domain.conversation import Conversation
from bot.domain.ids import CaseState, Level, ReferralState
from bot.domain.ladder import Reachable
from bot.domain.referral import Referral
from bot.flows.card import Standing, card
from bot.flows.facts import alert_at, facts_of, may_be_filed, told_now
from bot.flows.gate import WROTE
from bot.ports import Work
from bot.usecases.choose_unit import choose_unit, place_is_known, second_of
from bot.usecases.climb import climb, refresh_cards
from bot.usecases.danger_again import danger_again
from bot.usecases.desk import Desk
from bot.usecases.held import held_by_somebody
from bot.usecases.ladders import answer_by, begun, first_clock, raised, row_of
from bot.usecases.linked_cases import keep_links
from bot.usecases.reroute import has_head, rerouted, without_unwanted

OPEN_STATES = (CaseState.FILED, CaseState.TAKEN, CaseState.REFERRED)


@dataclass(frozen=True, slots=True)
class Filing:
    """What filing led to: the conversation with its case, and what is new in it."""

    conversation: Conversation
    case: Case | None = None
    referral: Referral | None = None
    newly_filed: bool = False
    newly_urgent: bool = False
    newly_placed: bool = False
    consented: bool = False
    reopened: bool = False


def file_case(
    desk: Desk, work: Work, conversation: Conversation, now: datetime, *, unfinished: bool = False
) -> Filing:
    """Bring the case in step with the answers, in the unit of work of the turn.

    Files it when danger or consent allow, alerts at once when it is grave, follows later answers
    with edits of the cards, starts a higher clock when the level rises. The names by which it is
    linked with others follow as well.
    """
    filing = _in_step(desk, work, conversation, now, unfinished=unfinished)
    if filing.case is not None:
        keep_links(work, filing.conversation, filing.case.reference)
    return filing


def _in_step(
    desk: Desk, work: Work, conversation: Conversation, now: datetime, *, unfinished: bool
) -> Filing:
    if conversation.reference is None:
        if unfinished or may_be_filed(conversation, desk.around.intake):
            return _file(desk, work, conversation, now, unfinished=unfinished)
        return Filing(conversation)
    case = work.casework.get(conversation.reference)
    over = case is not None and case.state not in (*OPEN_STATES, CaseState.CLOSED)
    closed = case is not None and case.state is CaseState.CLOSED
    calls = (
        told_now(conversation, now)
        or WROTE in conversation.marks
        or (case is not None and _is_graver(desk, conversation, case))
    )
    if case is None or over or (closed and not calls):
        return Filing(conversation, case)
    return _follow(desk, work, conversation, case, now)


def _is_graver(desk: Desk, conversation: Conversation, case: Case) -> bool:
    """Whether the answers, taps too, tell of more than was ever alerted."""
    return _has_risen(
        case, case.with_facts(facts_of(conversation, desk.around.intake, before=case.facts))
    )


def _file(
    desk: Desk, work: Work, conversation: Conversation, now: datetime, *, unfinished: bool
) -> Filing:
    facts = facts_of(conversation, desk.around.intake, before=CaseFacts(unfinished=unfinished))
    chosen = choose_unit(desk, facts)
    consented = conversation.record.has("consent_keep", "pass")
    case = Case(
        reference=conversation.number or desk.ids.reference(),
        conversation=conversation.id,
        channel=conversation.chat.channel,
        opened_at=now,
        state=CaseState.FILED,
        facts=facts,
        unit=chosen.centre,
        level=facts.level,
        urgent=facts.urgent,
        basis="consent" if consented else "vital_interest",
    )
    work.casework.add(case)
    work.audit.record(AuditEntry(now, "bot", "case.filed", case.reference, detail=case.basis))
    filed_after = len(conversation.answers)
    conversation = replace(conversation, reference=case.reference, filed_after=filed_after)
    at = alert_at(conversation, facts, desk.around.intake, now)
    referral = begun(_referral(desk, work, case, now), at)
    work.casework.add_referral(referral)
    referral, case = climb(desk, work, case, referral, now)
    return Filing(
        conversation,
        case,
        referral,
        newly_filed=True,
        newly_urgent=case.alerted_urgent,
        newly_placed=place_is_known(facts),
        consented=consented,
    )


def _referral(desk: Desk, work: Work, case: Case, now: datetime) -> Referral:
    chosen = choose_unit(desk, case.facts)
    placed = place_is_known(case.facts)
    people = Reachable(case.unit, second_of(chosen), head=has_head(work, case))
    row = row_of(desk.policy, case.facts)
    return Referral(
        id=desk.ids.referral(),
        reference=case.reference,
        unit=case.unit,
        state=ReferralState.SENT,
        clock=row.key.value,
        policy=first_clock(desk.policy, row, people, without_place=not placed),
        started_at=now,
        first_alert_at=now,
        units=(),
        second=people.second_centre,
        place_known=placed,
    )


def _follow(
    desk: Desk, work: Work, conversation: Conversation, case: Case, now: datetime
) -> Filing:
    facts = facts_of(conversation, desk.around.intake, before=case.facts)
    facts = without_unwanted(facts, conversation, case)
    consented = conversation.record.has("consent_keep", "pass")
    newly_consented = consented and case.basis != "consent"
    updated = case.with_facts(facts)
    if newly_consented:
        updated = replace(updated, basis="consent")
    referral = _open_referral(work, case)
    was_placed = place_is_known(case.facts)
    danger = updated.urgent and (not case.alerted_urgent or told_now(conversation, now))
    if danger:  # who is in danger anew is not safe, whatever was said before
        updated = replace(updated, said_safe=None)
    if referral is not None:
        if danger and case.alerted_urgent:
            danger_again(desk, work, updated, referral, now)
        danger = danger and not case.alerted_urgent
        referral, updated = _moved(desk, work, case, updated, referral, conversation, now)
    else:
        referral, updated = held_by_somebody(desk, work, case, updated, now, danger=danger)
    if updated != case:
        work.casework.save(updated)
    return Filing(
        conversation,
        updated,
        referral,
        newly_urgent=danger and updated.alerted_urgent,
        newly_placed=place_is_known(facts) and not was_placed,
        consented=newly_consented,
        reopened=case.state is CaseState.CLOSED and updated.state is CaseState.FILED,
    )


def _open_referral(work: Work, case: Case) -> Referral | None:
    return next((r for r in work.casework.referrals_of(case.reference) if r.state.is_open), None)


def _moved(
    desk: Desk,
    work: Work,
    was: Case,
    case: Case,
    referral: Referral,
    conversation: Conversation,
    now: datetime,
) -> tuple[Referral, Case]:
    """The open referral after new answers: earlier, higher, elsewhere."""
    before = referral
    referral, case = rerouted(desk, work, was, case, referral)
    if "alert" not in referral.done:
        at = alert_at(conversation, case.facts, desk.around.intake, now)
        row = row_of(desk.policy, case.facts)
        people = Reachable(referral.unit, referral.second, head=has_head(work, case))
        placed = place_is_known(case.facts)
        clock = first_clock(desk.policy, row, people, without_place=not placed)
        referral = begun(replace(referral, clock=row.key.value, policy=clock), at)
    elif _has_risen(was, case):
        row = row_of(desk.policy, case.facts)
        clock = raised(referral.policy, desk.policy, row, referral.unit, now)
        referral = replace(referral, clock=row.key.value, policy=clock, next_due_at=now)
    if _is_due(referral, now) or (referral != before and "alert" in referral.done):
        referral, case = climb(desk, work, case, referral, now)
    elif referral != before:  # the alert was only put off: there is nothing to climb yet
        work.casework.save_referral(referral)
    if before.steps:
        _refresh(desk, work, was, case, before, referral, now)
    return referral, case


def _refresh(
    desk: Desk,
    work: Work,
    was: Case,
    case: Case,
    before: Referral,
    referral: Referral,
    now: datetime,
) -> None:
    """The card anew where it stands and says something else now; not where it has just come."""
    standing = Standing(now, answer_by(referral))
    if card(was, referral, standing) == card(case, referral, standing):
        return
    fresh = {step.target for step in referral.steps[len(before.steps) :]}
    standing_in = tuple(unit for unit in referral.units if unit not in fresh)
    refresh_cards(desk, work, case, replace(referral, units=standing_in), now)


def _is_due(referral: Referral, now: datetime) -> bool:
    return referral.next_due_at is not None and referral.next_due_at <= now


def _has_risen(was: Case, case: Case) -> bool:
    """Whether urgency or the level went above anything alerted so far."""
    if case.urgent and not was.alerted_urgent:
        return True
    alerted = was.known_level or Level.D
    return case.level.gravity > alerted.gravity
