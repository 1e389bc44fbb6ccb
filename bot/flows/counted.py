"""A case in codes, as it is counted for the reports: nothing is taken of words, names or places."""

from collections.abc import Iterable, Sequence
from datetime import timedelta, tzinfo
from typing import Final

from bot.domain.case import Case, Deed, WorkEntry
from bot.domain.conversation import Answers
from bot.domain.counting import ANSWER, CASES, CENTRE, PROVINCE, REFERRALS, Counted
from bot.domain.ids import CaseState, ReferralState
from bot.domain.nrm import NrmStep, recorded
from bot.domain.period import Month, month_of
from bot.domain.questionnaire import Screening
from bot.domain.referral import GIVEN_BACK, Referral
from bot.domain.retention import Sort

UNTOLD: Final = "not_told"
GONE: Final = "erased"
"""What is not known any more of a case that was erased."""
PROTECTED: Final = "protected"
GATES: Final = frozenset(
    {"safe_to_talk", "in_danger_now", "should_somebody_come", "under_18", "under_15"}
)
"""Counted as urgency and age, not as answers once more."""
_HOUR: Final = timedelta(hours=1)
_AGREED: Final = "consent_statistics"


def agreed(record: Answers) -> str:
    """What the worker said to being counted: yes, no, or not asked."""
    return record.value(_AGREED) if record.has(_AGREED, "yes", "no") else "not_asked"


def counted_case(
    case: Case,
    record: Answers,
    screening: Screening,
    zone: tzinfo,
    *,
    exact: bool,
    first_contact: float | None = None,
) -> Counted:
    """A case as it is counted; where not `exact`, a protected matter goes by that word alone.

    `first_contact` is how many hours it took until somebody had the case.
    """
    values = _of_person(case, record) | _of_matter(case, exact=exact) | _of_work(case)
    values |= _of_screening(record, screening, exact=exact)
    if case.finding is not None:
        values["level"] = (case.finding.bot_level.value,)  # what it was judged beside
    hours = dict(_nrm_hours(case.worked))
    if first_contact is not None:
        hours["taken"] = first_contact
    return Counted(CASES, month_of(case.opened_at, zone), values, dict(_amounts(case)), hours)


def counted_erased(sort: Sort, screening: Screening, *, exact: bool) -> Counted:
    """A case of which only the numbers are left."""
    year, month = sort.month.split("-")
    values: dict[str, tuple[str, ...]] = {
        **dict.fromkeys(_questions(screening, exact=exact), (GONE,)),
        "category": sort.categories,
        "level": (sort.level,),
        PROVINCE: (sort.province or UNTOLD,),
        "outcome": (sort.outcome or GONE,),
        **dict.fromkeys((CENTRE, "channel", "language", "nationality", "sex"), (GONE,)),
        **dict.fromkeys(("age", "sector", "people", "reporter", "urgent"), (GONE,)),
        **dict.fromkeys(("finding", "grounds", "police", "contact", "aftercare"), (GONE,)),
    }
    return Counted(CASES, Month(int(year), int(month)), values)


def counted_referral(case: Case, referral: Referral, zone: tzinfo) -> Counted | None:
    """A referral to an agency as it is counted, in its case's month; None if it was never sent."""
    if not referral.units:
        return None
    hours = {}
    if referral.first_answered_at is not None:
        hours["first_answer"] = (referral.first_answered_at - referral.started_at) / _HOUR
    values = {
        CENTRE: (case.unit,),
        "agency": (referral.unit,),
        "answer": (_answer(referral),),
        "in_time": ("overdue" if "tell" in referral.done else "in_time",),
        "escalated": ("escalated" if "national" in referral.done else "not_escalated",),
    }
    return Counted(REFERRALS, month_of(case.opened_at, zone), values, {}, hours)


def centre_hours(referrals: Sequence[Referral]) -> float | None:
    """Hours from a case's first alert until a centre took it; None while nobody has."""
    taken = [each.answered_at for each in referrals if each.answered_at and _was_taken(each)]
    alerts = [each.first_alert_at for each in referrals]
    return (min(taken) - min(alerts)) / _HOUR if taken else None


def _was_taken(referral: Referral) -> bool:
    declined = referral.state is ReferralState.DECLINED and referral.reason != GIVEN_BACK
    return referral.holder is not None and not declined


def _answer(referral: Referral) -> str:
    waiting = referral.state in (ReferralState.SENT, ReferralState.ACKNOWLEDGED)
    return "no_answer_yet" if waiting else referral.state.value


def _of_person(case: Case, record: Answers) -> dict[str, tuple[str, ...]]:
    return {
        "channel": (case.channel.value,),
        "language": (case.facts.language or UNTOLD,),
        "nationality": (_told(record, "nationality"),),
        "sex": (_told(record, "sex"),),
        "age": (_age(record),),
        "people": (case.facts.people or UNTOLD,),
        "reporter": (case.facts.reporter or UNTOLD,),
    }


def _age(record: Answers) -> str:
    """The age band; whoever is not sure of being under 18 is a child here as everywhere."""
    if record.has("under_18", "yes"):
        if record.has("under_15", "yes"):
            return "under_15"
        return "15_17" if record.has("under_15", "no") else "under_18"
    if record.has("under_18", "not_sure"):
        return "maybe_under_18"
    band = _told(record, "age_band")
    return "adult" if band == UNTOLD and record.has("under_18", "no") else band


def _told(record: Answers, question: str) -> str:
    value = record.value(question)
    return UNTOLD if value in ("", "skip") else value


def _of_matter(case: Case, *, exact: bool) -> dict[str, tuple[str, ...]]:
    facts = case.facts
    hidden = facts.protected and not exact
    elsewhere = "outside_thailand" if facts.outside_thailand else UNTOLD
    return {
        "category": (PROTECTED,) if hidden else facts.categories,
        PROVINCE: (facts.province or ("at_sea" if facts.at_sea else elsewhere),),
        CENTRE: (case.unit,),
        "level": (case.level.value,),
        "urgent": ("urgent" if case.urgent or case.alerted_urgent else "not_urgent",),
        "police": (facts.police or "not_asked",),
    }


def _of_work(case: Case) -> dict[str, tuple[str, ...]]:
    finding = case.finding
    after = case.did(Deed.AFTERCARE, Deed.UNHELPED)
    steps = [each.value for each in case.did(Deed.NRM)]
    return {
        "finding": (finding.level.value if finding else "not_judged",),
        "grounds": ((finding.grounds.value if finding else "") or "not_asked",),
        "contact": (_contact(case),),
        "nrm": tuple(sorted(set(steps))),
        "outcome": (_outcome(case),),
        "aftercare": (after[-1].value or UNTOLD if after else UNTOLD,),
    }


def _contact(case: Case) -> str:
    if case.did(Deed.CONTACTED):
        return "contacted"
    return "tried_in_vain" if case.did(Deed.CONTACT_TRIED) else "not_tried"


def _outcome(case: Case) -> str:
    if case.state is CaseState.WITHDRAWN:
        return "withdrawn"
    return case.outcome or "closed" if case.state is CaseState.CLOSED else "open"


def _of_screening(
    record: Answers, screening: Screening, *, exact: bool
) -> dict[str, tuple[str, ...]]:
    """The answer to each question, and the ILO indicators that a yes speaks for.

    What is sensitive goes into an exact count alone.
    """
    found: dict[str, tuple[str, ...]] = {
        "sector": (_told(record, "sector"),),
        "ilo": tuple(sorted(indicators(record, screening))),
    }
    for line in _questions(screening, exact=exact):
        found[line] = (record.value(line.removeprefix(ANSWER)) or "not_asked",)
    return found


def _questions(screening: Screening, *, exact: bool) -> list[str]:
    """The screening questions that are counted, each by the name of its line."""
    asked = (q for q in screening.questions if q.id not in GATES and (exact or not q.sensitive))
    return [f"{ANSWER}{question.id}" for question in asked]


def indicators(record: Answers, screening: Screening) -> set[str]:
    """The ILO indicators (`01` to `11`) of the questions that were answered yes."""
    yes = (q for q in screening.questions if record.has(q.id, "yes"))
    return {f"{number:02}" for question in yes for number in question.ilo}


def _amounts(case: Case) -> Iterable[tuple[str, int]]:
    if case.money is not None:
        told = (("claimed", case.money.claimed), ("recovered", case.money.recovered))
        yield from ((name, n) for name, n in (*told, ("workers", case.money.workers)) if n)


def _nrm_hours(worked: Sequence[WorkEntry]) -> Iterable[tuple[str, float]]:
    """From the first step of the mechanism to the decision whether somebody is identified."""
    steps = recorded(worked)
    ends = [at for step, at in steps if step in (NrmStep.IDENTIFIED, NrmStep.NOT_IDENTIFIED)]
    if ends and steps[0][1] < ends[-1]:
        yield "nrm_decision", (ends[-1] - steps[0][1]) / _HOUR
