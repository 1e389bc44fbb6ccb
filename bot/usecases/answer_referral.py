"""An officer's tap on a card: take, pass, refer, cannot, interpreter. The first tap wins."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.case import Case
from bot.domain.delivery import OwedKind
from bot.domain.errors import Refused
from bot.domain.ids import NATIONAL, CaseState, UnitId
from bot.domain.incoming import Incoming
from bot.domain.permissions import CARD
from bot.domain.prompt import Line, Literal, Named, OfficerTap, Prompt, Value
from bot.domain.referral import AlreadyTaken, Referral, ReferralKind
from bot.flows import officer as screens
from bot.flows.card import tongue
from bot.flows.officer_rows import leading_back
from bot.ports import Work
from bot.usecases import refer
from bot.usecases.answer_agency import answer_agency
from bot.usecases.ask_interpreter import ask_interpreter
from bot.usecases.ask_privately import ask_privately
from bot.usecases.climb import refresh_cards
from bot.usecases.desk import Desk
from bot.usecases.held_case import held_case
from bot.usecases.lay_before import lay_before
from bot.usecases.linked_cases import with_linked
from bot.usecases.owing import owe_notice, owe_officer, owe_worker, reply_handle
from bot.usecases.permit import Permit, note_refused, permit
from bot.usecases.second_clocks import armed
from bot.usecases.show_card import show_card
from bot.usecases.tapped import Tapped
from bot.usecases.toast import toast
from bot.usecases.way_in import refuse
from bot.usecases.while_held import while_open


def answer_referral(
    desk: Desk, work: Work, incoming: Incoming, tap: OfficerTap, now: datetime
) -> None:
    """Carry out an action of the card; whoever may not gets a polite refusal, which is logged.

    A referral that does not exist and one that may not be touched get the same answer.
    """
    may = permit(work, incoming, tap.action, tap.referral) if tap.action in CARD else None
    case = work.casework.get(may.referral.reference) if may else None
    if may is None or case is None:
        note_refused(work, incoming, tap.action, tap.referral, now, floods=desk.floods)
        refuse(desk, work, incoming, tap.referral, now)
        return
    tapped = Tapped(incoming, tap, may.officer, case, may.referral, now)
    if may.referral.kind is ReferralKind.AGENCY:
        answer_agency(desk, work, tapped)
        return
    try:
        _ACTIONS[tap.action](desk, work, tapped)
    except AlreadyTaken:
        _taken_by(desk, work, tapped)
    except Refused:
        toast(desk, work, incoming, Line("group.over"), now)


def _take(desk: Desk, work: Work, tapped: Tapped) -> None:
    """The case is theirs: the card says so, the details come in private, the worker is told."""
    officer, now = tapped.officer, tapped.now
    case = replace(tapped.case, state=CaseState.TAKEN, unit=officer.unit)
    referral = tapped.referral.acknowledge(officer.id, officer.unit, now)
    referral = armed(desk.policy, case, referral, now)
    work.casework.save_referral(referral)
    work.casework.save(case)
    work.audit.record(AuditEntry(now, officer.id, "case.taken", case.reference, officer.unit))
    _show_answered(desk, work, tapped, case, referral)
    conversation = work.conversations.get(case.conversation)
    if conversation is None:
        return
    details = screens.details(case, referral, conversation, now=now)
    details = with_linked(work, case.reference, officer.unit, details)
    key = f"{referral.id}:details"
    owe_officer(work, officer, details, key=key, now=now, case=case, referral=referral)
    taken = Prompt((Line("taken.worker"), Line("taken.wait")))
    owe_worker(work, conversation, taken, key=f"{referral.id}:taken", kind=OwedKind.PUSH, now=now)


def _show_answered(
    desk: Desk,
    work: Work,
    tapped: Tapped,
    case: Case,
    referral: Referral,
    to: UnitId | None = None,
) -> None:
    """The new state on every card; where the tap came from, as the answer to it."""
    handle = reply_handle(tapped.incoming, tapped.now)
    private = tapped.incoming.chat.private
    refresh_cards(
        desk,
        work,
        case,
        referral,
        tapped.now,
        holder=tapped.officer.name,
        to=to,
        tapped=None if private else (tapped.incoming.chat, handle),
    )


def _taken_by(desk: Desk, work: Work, tapped: Tapped) -> None:
    """Somebody was first: the others are told who has it."""
    holder = tapped.referral.holder
    officer = work.directory.officer(holder) if holder else None
    name = Literal(officer.name if officer else "")
    params = {"reference": Literal(tapped.case.reference), "name": name}
    toast(desk, work, tapped.incoming, Line("group.taken_by", params), tapped.now)


def _pass(desk: Desk, work: Work, tapped: Tapped) -> None:
    """To another centre: first asked which, in private; then a new ladder there."""
    tapped.referral.must_be_open()
    centres = [unit for unit in desk.around.gazetteer.centres if unit != tapped.referral.unit]
    chosen = UnitId(tapped.tap.value)
    if chosen not in (*centres, NATIONAL):
        _ask(desk, work, tapped, screens.pass_to(tapped.referral, centres))
        return
    _decline(desk, work, tapped, "passed", chosen)


def _cannot(desk: Desk, work: Work, tapped: Tapped) -> None:
    """Cannot take it: first asked why; then it is laid before the next unit at once."""
    tapped.referral.must_be_open()
    if tapped.tap.value not in screens.CANNOT_REASONS:
        _ask(desk, work, tapped, screens.cannot(tapped.referral))
        return
    if tapped.officer.unit != tapped.referral.unit:
        _stands_aside(desk, work, tapped)
        return
    declined = {
        referral.unit
        for referral in work.casework.referrals_of(tapped.case.reference)
        if not referral.state.is_open
    }
    second = tapped.referral.second
    fresh = second is not None and second not in declined and second != tapped.referral.unit
    if not fresh and tapped.referral.unit == NATIONAL:
        toast(desk, work, tapped.incoming, Line("group.national_keeps"), tapped.now)
        return
    to = second if fresh and second is not None else NATIONAL
    _decline(desk, work, tapped, tapped.tap.value, to)


def _stands_aside(desk: Desk, work: Work, tapped: Tapped) -> None:
    """A unit that was only asked as well cannot take it: it stays before the unit that has it.

    Neither that unit's clock nor its card ends because of somebody else's answer.
    """
    officer, now, reason = tapped.officer, tapped.now, tapped.tap.value
    if officer.unit == NATIONAL:
        toast(desk, work, tapped.incoming, Line("group.national_keeps"), now)
        return
    referral = tapped.referral.step(f"cannot.{reason}", officer.unit, now)
    work.casework.save_referral(referral)
    reference = tapped.case.reference
    work.audit.record(
        AuditEntry(now, officer.id, "case.stood_aside", reference, officer.unit, reason)
    )
    params: dict[str, Value] = {
        "reference": Literal(reference),
        "unit": Named("unit", referral.unit),
    }
    toast(desk, work, tapped.incoming, Line("officer.stood_aside", params), now)


def _decline(desk: Desk, work: Work, tapped: Tapped, reason: str, to: UnitId) -> None:
    officer, now = tapped.officer, tapped.now
    referral = tapped.referral.decline(officer.id, officer.unit, reason, now)
    work.casework.save_referral(referral)
    action = "case.passed" if reason == "passed" else "case.declined"
    entry = AuditEntry(now, officer.id, action, tapped.case.reference, officer.unit, reason)
    work.audit.record(entry)
    case = replace(tapped.case, unit=to)
    lay_before(desk, work, case, referral, to, now)
    _show_answered(desk, work, tapped, case, referral, to)
    done = Line("officer.passed_on", {"unit": Named("unit", to)})
    if tapped.incoming.chat.private:
        key = f"{referral.id}:passed"
        owe_officer(work, officer, Prompt((done,)), key=key, now=now)


def _refer(desk: Desk, work: Work, tapped: Tapped) -> None:
    """To an agency: whoever refers an untaken case takes it, then chooses the agency in private."""
    if tapped.referral.state.is_open:
        _take(desk, work, tapped)
    which = tapped.referral.id
    held = held_case(work, tapped.incoming, "refer", which, tapped.now)
    if held is None:
        tapped.referral.must_be_open()
        return
    for prompt in while_open(refer.choose)(desk, work, held, ""):
        _ask(desk, work, replace(tapped, case=held.case, referral=held.referral), prompt)


def _interpreter(desk: Desk, work: Work, tapped: Tapped) -> None:
    """An interpreter is needed: those on duty are asked; without any the national group is."""
    officer, case, referral = tapped.officer, tapped.case, tapped.referral
    if not Permit(officer, referral).sees_in:
        referral.must_be_open()  # what others have, or had, is not theirs to have translated
    asked = ask_interpreter(desk, work, officer, case, referral, tapped.tap.value)
    if asked is not None:
        _ask(desk, work, tapped, asked)
        return
    if tapped.referral.interpreter_asked:
        toast(desk, work, tapped.incoming, Line("group.interpreter_asked"), tapped.now)
        return
    referral = replace(tapped.referral, interpreter_asked=True)
    work.casework.save_referral(referral)
    facts = tapped.case.facts
    params: dict[str, Value] = {
        "reference": Literal(tapped.case.reference),
        "language": tongue(facts),
        "unit": Named("unit", tapped.officer.unit),
    }
    prompt = Prompt((Line("group.interpreter_wanted", params),))
    key = f"{referral.id}:interpreter"
    owe_notice(work, NATIONAL, prompt, key=key, language=desk.officers_speak, now=tapped.now)
    if referral.state.is_open:
        _show_answered(desk, work, tapped, tapped.case, referral)
    else:
        toast(desk, work, tapped.incoming, Line("group.interpreter_asked"), tapped.now)


def _ask(desk: Desk, work: Work, tapped: Tapped, prompt: Prompt) -> None:
    case, referral, now = tapped.case, tapped.referral, tapped.now
    if Permit(tapped.officer, referral).sees_in:
        prompt = leading_back(prompt, referral)
    ask_privately(desk, work, tapped.incoming, tapped.officer, case, referral, prompt, now)


_ACTIONS: Mapping[str, Callable[[Desk, Work, Tapped], None]] = {
    "take": _take,
    "pass": _pass,
    "refer": _refer,
    "cannot": _cannot,
    "interpreter": _interpreter,
    "show": show_card,
}
"""What a centre's officer can do with a card; who may stands in `domain/permissions.py`."""
