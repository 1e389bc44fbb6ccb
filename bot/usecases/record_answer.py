"""An agency without a group: the officer calls or writes, and records what was answered."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.agency import Agency
from bot.domain.audit import AuditEntry
from bot.domain.ids import LanguageCode, ReferralState
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.referral import NotOpen, Referral
from bot.flows import agency_card, agency_letter, referring
from bot.flows.officer_rows import about
from bot.ports import Work
from bot.usecases.agency_case import (
    LIVE,
    back_with_centre,
    clock_of,
    completed,
    declined,
    shown,
    tell_worker,
    with_agency,
)
from bot.usecases.awaited import expect
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.refer import choose, of_button

THAI = LanguageCode("th")
REACHED = "reached.who"
"""The step after which the officer's words name who was reached."""


def reached(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Somebody was reached: who? Or nobody was: it stays sent, and the clock goes on."""
    found = of_button(work, held, value)
    if found is None:
        return choose(desk, work, held, "")
    referral, agency, what = found
    if referral.state is not ReferralState.SENT:
        return [shown(held, referral, agency)]
    if what == "no":
        referral = referral.step("no_answer", held.officer.id, held.now)
        work.casework.save_referral(referral)
        _logged(work, held, "referral.no_answer", agency)
        return [shown(held, referral, agency)]
    work.casework.save_referral(referral.step(REACHED, agency.id, held.now))
    expect(work, held.officer, "reached", held.referral.id)
    # wording: The bot asks whom of the agency the officer reached; the name stays in the record.
    return [Prompt((about("officer.ask.reached", held.referral, agency=_name(held, agency)),))]


def reached_whom(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The words that name who was reached: a person answered, so the clock stops."""
    waiting = [
        each
        for each in work.casework.agency_referrals_of(held.case.reference)
        if each.state is ReferralState.SENT and each.steps and each.steps[-1].stage == REACHED
    ]
    agency = work.agencies.get(waiting[-1].unit) if waiting else None
    if agency is None:
        return choose(desk, work, held, "")
    officer, now = held.officer, held.now
    referral = waiting[-1].step("reached", value, now)
    referral = replace(
        referral.acknowledge(officer.id, officer.unit, now), unit=agency.id, holder_unit=agency.id
    )
    work.casework.save_referral(referral)
    _logged(work, held, "referral.acknowledged", agency)
    return [shown(held, referral, agency)]


def told(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """What the agency answered by phone or letter: accepted, or declined, or completed, and why."""
    found = of_button(work, held, value)
    if found is None:
        return choose(desk, work, held, "")
    referral, agency, what = found
    answer, _, why = what.partition(".")
    if referral.by_group or referral.state not in LIVE:
        return [shown(held, referral, agency)]
    reasons = {"declined": agency_card.DECLINE_REASONS, "completed": agency_card.OUTCOMES}
    if answer in reasons and why not in reasons[answer]:
        return [referring.ask_reason(held.referral, referral, answer)]
    try:
        return _recorded(desk, work, held, referral, agency, answer, why)
    except NotOpen:
        return [shown(held, referral, agency)]


def _recorded(
    desk: Desk,
    work: Work,
    held: Held,
    referral: Referral,
    agency: Agency,
    answer: str,
    why: str,
) -> Sequence[Prompt]:
    del desk
    by, now, case = held.officer.id, held.now, held.case
    lines: tuple[Line, ...] = ()
    if answer == "accepted":
        referral, case = referral.accept(by, now), with_agency(case)
    elif answer == "declined":
        referral, lines = referral.turn_down(by, why, now), (declined(why),)
    else:
        referral, lines = referral.complete(by, why, now), (completed(why),)
    work.casework.save_referral(referral)
    case = back_with_centre(work, case)
    work.casework.save(case)
    _logged(work, held, f"referral.{referral.state.value}", agency)
    tell_worker(work, case, referral, agency, now)
    return [shown(replace(held, case=case), referral, agency, *lines)]


def letter(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The letter, or what to read out on the phone: in Thai, whatever the officer speaks."""
    found = of_button(work, held, value)
    if found is None:
        return choose(desk, work, held, "")
    referral, agency, _ = found
    _logged(work, held, "referral.letter", agency)
    text = letter_text(desk, work, held.case.reference, referral, agency)
    return [Prompt((as_it_is(text),))] if text else [shown(held, referral, agency)]


def letter_text(desk: Desk, work: Work, reference: str, referral: Referral, agency: Agency) -> str:
    """A letter to an agency in words; empty where its case is gone."""
    case = work.casework.get(referral.reference)
    if case is None or case.reference != reference:
        return ""
    now = desk.clock()
    by = clock_of(referral).answer_by if referral.policy else None
    prompt = agency_letter.letter(case, referral, agency.name_th, now, by)
    return desk.voice.word(prompt, THAI).text


def as_it_is(text: str) -> Line:
    """A text that is already in words."""
    # wording: A ready letter in Thai, shown as it is.
    return Line("officer.letter.text", {"text": Literal(text)})


def _name(held: Held, agency: Agency) -> Literal:
    return Literal(agency.name(held.officer.language))


def _logged(work: Work, held: Held, action: str, agency: Agency) -> None:
    officer, reference = held.officer, held.case.reference
    entry = AuditEntry(held.now, officer.id, action, reference, officer.unit, agency.kind.value)
    work.audit.record(entry)
