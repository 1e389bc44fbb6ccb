"""Where the case stands, in plain words for the worker."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.case import Case, Deed
from bot.domain.conversation import Conversation
from bot.domain.ids import CaseState, ReferralState
from bot.domain.prompt import Button, Line, Literal, Moment, MomentForm, Named, Prompt
from bot.domain.referral import Referral
from bot.flows.aftercare import UNHELPED
from bot.flows.late import asked_too
from bot.flows.refer_consent import news
from bot.flows.screens import button
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.ladders import answer_by


def status(desk: Desk, work: Work, conversation: Conversation, now: datetime) -> Prompt:
    """The truth about the case, what comes next and whom to call. Never the level.

    Waiting, late, taken, returned by whoever had it, referred, closed, opened again, withdrawn.
    """
    del desk
    filed = conversation.reference or conversation.before
    case = work.casework.get(filed) if filed else None
    if case is None:
        return Prompt((Line("status.none"),), _rows(conversation, "go_on"))
    number = Line("filed.number", {"reference": Literal(case.reference)})
    waiting = [r for r in work.casework.referrals_of(case.reference) if r.state.is_open]
    own = ("add",) if conversation.reference is not None else ()
    rows = _rows(conversation, *_safe(case, conversation), UNHELPED, *own, "copy", "go_on")
    agencies = tuple(_agencies(work, case, conversation))
    return Prompt((number, *_standing(case, waiting, agencies, now)), rows)


def _safe(case: Case, conversation: Conversation) -> tuple[str, ...]:
    """The button "I am safe now", where the case is urgent and open."""
    urgent = case.urgent or case.alerted_urgent
    here = urgent and case.reference == conversation.reference
    return ("safe_now",) if here and case.state in OPEN else ()


OPEN = (CaseState.FILED, CaseState.TAKEN, CaseState.REFERRED)


def _agencies(work: Work, case: Case, conversation: Conversation) -> Iterable[Line]:
    """How it stands with each agency that knows of the case, or that has answered."""
    for referral in work.casework.agency_referrals_of(case.reference):
        agency = work.agencies.get(referral.unit)
        state = TOLD.get(referral.state)
        if agency is not None and state is not None:
            yield news(state, agency, conversation.language)


TOLD = {
    ReferralState.SENT: "sent",
    ReferralState.ACKNOWLEDGED: "sent",
    ReferralState.ACCEPTED: "accepted",
    ReferralState.DECLINED: "declined",
    ReferralState.COMPLETED: "completed",
}
"""What the worker hears of a referral to an agency."""


def _rows(conversation: Conversation, *values: str) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (button(conversation, "menu", value, Line(f"choice.menu.{value}")),) for value in values
    )


def _standing(
    case: Case, waiting: Sequence[Referral], agencies: tuple[Line, ...], now: datetime
) -> tuple[Line, ...]:
    unit = {"unit": Named("unit", case.unit)}
    worse = Line("taken.wait")
    match case.state:
        case CaseState.TAKEN:
            return Line("status.taken", unit), *agencies, Line("status.contact"), worse
        case CaseState.REFERRED:
            return Line("status.referred", unit), *agencies, worse
        case CaseState.CLOSED:
            return Line("status.closed"), Line("closed.again"), worse
        case CaseState.FILED:
            return _waiting(case, waiting, now)
        case _:
            return (Line("status.withdrawn"), worse)


def _waiting(case: Case, waiting: Sequence[Referral], now: datetime) -> tuple[Line, ...]:
    """Before a unit: why again, if again; until when to wait, or that it is late."""
    unit = {"unit": Named("unit", case.unit)}
    last = case.worked[-1].deed if case.worked else None
    again: tuple[Line, ...] = ()
    if last is Deed.RETURNED:
        again = (Line("status.returned"),)
    elif _is_reopened(case):
        again = (Line("status.reopened"),)
    promised = answer_by(waiting[-1]) if waiting else now
    if promised > now:
        when = Moment(promised, MomentForm.DAY_TIME, now)
        return (*again, Line("status.waiting", {**unit, "time": when}), Line("taken.wait"))
    others = asked_too(waiting[-1]) if waiting else ()
    return (*again, Line("status.late", unit), *others, Line("late.call"))


def _is_reopened(case: Case) -> bool:
    """Whether it was opened again and nobody has done anything for it since."""
    deeds = [e.deed for e in case.worked if e.deed not in (Deed.AFTERCARE, Deed.UNHELPED)]
    return bool(deeds) and deeds[-1] is Deed.REOPENED
