"""Where the case stands, in plain words for the worker."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.case import Case
from bot.domain.conversation import Conversation
from bot.domain.ids import CaseState, ReferralState
from bot.domain.prompt import Line, Literal, Moment, MomentForm, Named, Prompt
from bot.flows.refer_consent import news
from bot.flows.screens import button
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.ladders import answer_by


def status(desk: Desk, work: Work, conversation: Conversation, now: datetime) -> Prompt:
    """The truth about the case: waiting, late, taken or closed. Never the level."""
    del desk
    back = ((button(conversation, "menu", "go_on", Line("choice.menu.go_on")),),)
    filed = conversation.reference or conversation.before
    case = work.casework.get(filed) if filed else None
    if case is None:
        return Prompt((Line("status.none"),), back)
    number = Line("filed.number", {"reference": Literal(case.reference)})
    unit = {"unit": Named("unit", case.unit)}
    if case.state in (CaseState.TAKEN, CaseState.REFERRED):
        return Prompt(
            (number, Line("status.taken", unit), *_agencies(work, case, conversation)), back
        )
    if case.state is not CaseState.FILED:
        return Prompt((number, Line("status.closed")), back)
    waiting = [r for r in work.casework.referrals_of(case.reference) if r.state.is_open]
    if waiting and answer_by(waiting[-1]) > now:
        when = Moment(answer_by(waiting[-1]), MomentForm.DAY_TIME, now)
        return Prompt((number, Line("status.waiting", {**unit, "time": when})), back)
    return Prompt((number, Line("status.late", unit), Line("late.call")), back)


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
