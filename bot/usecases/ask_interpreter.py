"""An officer asks for an interpreter: candidates by language and hours, an offer, one item."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.audit import AuditEntry
from bot.domain.case import Case
from bot.domain.delivery import PRIORITY, Owed, OwedKind, ReplyHandle
from bot.domain.ids import AssignmentId
from bot.domain.incoming import Chat
from bot.domain.interpreter import OFFER_LIFE, Assignment, AssignmentState, Interpreter, Sex
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.referral import STANDS, Referral
from bot.domain.unit import Officer
from bot.flows import interpreting as screens
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.owing import owe_officer


def ask_interpreter(
    desk: Desk, work: Work, officer: Officer, case: Case, referral: Referral, whom: str
) -> Prompt | None:
    """What the officer is shown: whom to ask, or that they were asked.

    None where nobody who speaks the language is on duty: then `national` is to look for somebody.
    """
    now = desk.clock()
    if (running := open_assignment(work, case)) is not None:
        accepted = running.state is AssignmentState.ACCEPTED
        named = {"reference": Literal(case.reference)}
        return Prompt(
            (
                Line(
                    "officer.interpret.has_one" if accepted else "officer.interpret.asked_already",
                    named,
                ),
            )
        )
    found = _candidates(desk, work, case, now)
    if not found:
        return None
    asked = [each for each in found if whom in (screens.ANY, each.id)]
    if not asked:
        return screens.candidates(referral.id, found)
    assignment = _made(desk, work, officer, case, referral, asked, now)
    work.interpreters.assign(assignment)
    work.casework.save_referral(replace(referral, interpreter_asked=True))
    entry = AuditEntry(now, officer.id, "interpreter.asked", case.reference, officer.unit)
    work.audit.record(entry)
    for each in asked:
        owe_interpreter(work, each, assignment, screens.offer(assignment, now), "offer", now)
    return Prompt((Line("officer.interpret.asked", {"count": len(asked)}),))


def interpreted(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The officer ends the assignment."""
    del value
    assignment = open_assignment(work, held.case)
    if assignment is not None:
        end_assignment(desk, work, assignment, held.officer.id)
    return [Prompt((Line("officer.interpret.over"),))]


def end_assignment(desk: Desk, work: Work, assignment: Assignment, who: str) -> None:
    """Over: whoever had it, or was asked, is told, and sees nothing more."""
    now = desk.clock()
    put_away(work, assignment)
    work.interpreters.assign(assignment.end())
    work.audit.record(AuditEntry(now, who, "interpreter.ended", assignment.reference))
    told = (assignment.interpreter,) if assignment.interpreter else assignment.offered
    for name in told:
        interpreter = work.interpreters.get(name) if name not in assignment.declined else None
        if interpreter is None:
            continue
        if interpreter.awaiting == assignment.id:
            work.interpreters.enrol(replace(interpreter, awaiting=""))
        prompt = Prompt((Line("officer.interpret.ended"),))
        owe_interpreter(work, interpreter, assignment, prompt, "ended", now)


def put_away(work: Work, assignment: Assignment) -> None:
    """What the interpreter could listen to cannot be heard any more."""
    if assignment.enclosure:
        work.enclosures.drop(assignment.enclosure)


def assigned_to(work: Work, assignment: Assignment) -> Interpreter | None:
    """Whoever has it, asked anew at every look: who was removed sees and hears nothing more."""
    by = assignment.interpreter
    interpreter = work.interpreters.get(by) if by else None
    return interpreter if interpreter is not None and interpreter.active else None


def open_assignment(work: Work, case: Case) -> Assignment | None:
    """The assignment of a case that is not over; there is one at a time."""
    found = work.interpreters.assignments_of(case.reference)
    return next((each for each in found if each.state.is_open), None)


def tell_officer(
    desk: Desk, work: Work, assignment: Assignment, prompt: Prompt, now: datetime
) -> None:
    """Tell whoever has the case now; before it is taken, whoever asked, if it is before them."""
    referral, officer = whose(work, assignment)
    case = work.casework.get(assignment.reference)
    if referral is not None and case is not None and officer is not None:
        key = f"interpret:{desk.ids.evidence()}"
        owe_officer(work, officer, prompt, key=key, now=now, case=case, referral=referral)


def whose(work: Work, assignment: Assignment) -> tuple[Referral | None, Officer | None]:
    """The referral under which the case stands now, and its officer: it may have gone elsewhere."""
    found = work.casework.referrals_of(assignment.reference)
    referral = next((each for each in reversed(found) if each.state in STANDS), None)
    who = (referral.holder or assignment.asked_by) if referral else None
    officer = work.directory.officer(who) if who else None
    if referral is None or officer is None or not officer.active:
        return referral, None
    unit = referral.holder_unit
    theirs = officer.unit == unit if unit else officer.unit in referral.units
    return referral, officer if theirs else None


def owe_interpreter(
    work: Work,
    interpreter: Interpreter,
    assignment: Assignment,
    prompt: Prompt,
    key: str,
    now: datetime,
    *,
    reply: ReplyHandle | None = None,
) -> None:
    """Owe a message about an assignment; it goes when the case is erased."""
    work.outbox.owe(
        Owed(
            key=f"{assignment.id}:{key}:{interpreter.id}",
            target=Chat(interpreter.channel, interpreter.account),
            kind=OwedKind.REPLY if reply else OwedKind.NOTICE,
            prompt=prompt,
            language=interpreter.language,
            due_at=now,
            priority=PRIORITY[OwedKind.NOTICE],
            conversation=assignment.conversation,
            referral=assignment.referral,
            reply=reply,
        )
    )


def _candidates(desk: Desk, work: Work, case: Case, now: datetime) -> list[Interpreter]:
    """Who speaks the language and is on duty; women alone where the worker asked for a woman.

    Whoever may know somebody in this case is not asked again.
    """
    zone, facts = ZoneInfo(desk.policy.timezone), case.facts
    earlier = work.interpreters.assignments_of(case.reference)
    acquainted = {name for each in earlier for name in each.acquainted}
    return [
        each
        for each in work.interpreters.everybody()
        if facts.language in each.languages and not facts.other_language
        if each.on_duty(now, zone) and each.id not in acquainted
        if each.sex is Sex.FEMALE or not facts.female_officer
    ]


def _made(
    desk: Desk,
    work: Work,
    officer: Officer,
    case: Case,
    referral: Referral,
    asked: Sequence[Interpreter],
    now: datetime,
) -> Assignment:
    conversation = work.conversations.get(case.conversation)
    sector = conversation.record.value("sector") if conversation else ""
    return Assignment(
        AssignmentId(desk.ids.evidence()),
        case.reference,
        case.conversation,
        referral.id,
        officer.unit,
        officer.id,
        case.facts.language,
        now,
        now + OFFER_LIFE,
        offered=tuple(each.id for each in asked),
        province=case.facts.province,
        sector="" if case.facts.protected or sector == "skip" else sector,
    )
