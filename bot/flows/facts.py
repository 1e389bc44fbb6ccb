"""What a conversation amounts to for a centre: level, place, needs and wishes."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.case import CaseFacts, Finding
from bot.domain.conversation import Answer, Answers, Conversation
from bot.domain.ids import DistrictCode, LanguageCode, Level, ProvinceCode, QuestionId
from bot.flows import intake
from bot.flows.order import Intake
from bot.flows.questions import Part, Sight

QUIET_BEFORE_ALERT = timedelta(minutes=15)
"""An ordinary case is alerted after so much silence, if the screening has not ended before."""
QUIET_BEFORE_UNFINISHED = timedelta(minutes=60)
"""A complaint never filed that makes B or more is filed as unfinished after so much silence."""
GRAVE = (Level.A, Level.B)
SPOKEN_BY_OFFICERS = (LanguageCode("th"),)


def facts_of(conversation: Conversation, table: Intake, *, before: CaseFacts) -> CaseFacts:
    """The facts as the answers stand; what only the case knows is taken from `before`."""
    sight = table.sight(conversation.record)
    record = sight.answers
    triage = sight.triage
    where = _where(record, now=intake.grave(sight))
    return replace(
        before,
        level=triage.level,
        urgent=intake.urgent(sight),
        child=triage.child,
        protected=_protected(sight),
        categories=tuple(each for each in sight.categories if each != "skip"),
        language=conversation.language,
        province=where.province,
        district=where.district,
        place_in_words=where.words,
        outside_thailand=where.outside,
        at_sea=where.at_sea,
        landing=where.landing,
        lat=where.lat,
        lon=where.lon,
        people=_people(record),
        needs=_needs(record),
        may_write=record.value("may_write"),
        police=record.value("tell_police"),
        female_officer=record.has("safe_contact", "female_officer"),
        interpreter=_interpreter(conversation),
        reporter=_reporter(record),
        danger=record.has("in_danger_now", "yes")
        or record.has("should_somebody_come", "yes")
        or record.has("safe_to_talk", "quiet_help"),
        other_language=record.has("language", "other"),
        gentle=record.has(intake.DESPAIR, "yes"),
        danger_words=conversation.danger_words,
        staff_involved=record.has("avoid", "staff_involved"),
        unfinished=before.unfinished and not may_be_filed(conversation, table),
        findings=_findings(table, sight),
    )


@dataclass(frozen=True, slots=True)
class _Where:
    province: ProvinceCode | None = None
    district: DistrictCode | None = None
    words: bool = False
    outside: bool = False
    at_sea: bool = False
    landing: ProvinceCode | None = None
    lat: float | None = None
    lon: float | None = None


def _where(record: Answers, *, now: bool) -> _Where:
    """The place that counts: where the person is now when it matters, else where the job is."""
    here, work = record.get(QuestionId("place_now")), record.get(QuestionId("province"))
    same = here is None or here.value in ("same", "skip", "unknown", "")
    chosen = work if work is not None and (same or not now) else here
    chosen = chosen or here
    if chosen is None:
        return _Where()
    found = _told(chosen, record)
    return (
        found if found.lat is not None or here is None or here.lat is None else _told(here, record)
    )


def _told(answer: Answer, record: Answers) -> _Where:
    value = answer.value
    province = ProvinceCode(value) if value.startswith("TH-") else None
    same = province is not None and value == record.value("province")
    district = record.value("district") if same else ""
    landing = record.value("landing")
    return _Where(
        province,
        DistrictCode(district) if district.isdecimal() else None,
        words=answer.complete and value == "words",
        outside=value == "not_in_thailand",
        at_sea=value == "at_sea",
        landing=ProvinceCode(landing) if landing.startswith("TH-") else None,
        lat=answer.lat,
        lon=answer.lon,
    )


def _people(record: Answers) -> str:
    for question in ("people", "others"):
        if record.value(question) in ("2_5", "6_more"):
            return record.value(question)
    return "1" if record.has("for_whom", "me", "friend") else ""


def _needs(record: Answers) -> tuple[str, ...]:
    doctor = record.has("need_now", "doctor") or record.has("needs_doctor_now", "yes")
    leave = record.has("need_now", "get_out") or record.has("wish", "leave")
    advice = record.has("need_now", "advice") or record.has("wish", "advice")
    named = (("doctor", doctor), ("get_out", leave), ("advice", advice))
    return tuple(name for name, wanted in named if wanted)


def _reporter(record: Answers) -> str:
    told = record.value("for_whom")
    return {"me": "self", "several": "self", "friend": "other", "volunteer": "other"}.get(told, "")


def _interpreter(conversation: Conversation) -> bool:
    record = conversation.record
    return (
        conversation.language not in SPOKEN_BY_OFFICERS
        or record.has("language", "other")
        or record.has("safe_contact", "interpreter")
    )


PROTECTED_ANSWERS = ("unwanted_touch", "forced_clients", "recent_unwanted_touch")
PROTECTED_CATEGORIES = ("sexual_harassment", "child_at_work")


def _protected(sight: Sight) -> bool:
    """Sexual violence and anything about a child: the group learns no more than the province."""
    told = any(sight.answers.has(question, "yes", "not_sure") for question in PROTECTED_ANSWERS)
    chosen = any(category in PROTECTED_CATEGORIES for category in sight.categories)
    return told or chosen or sight.triage.child


def _findings(table: Intake, sight: Sight) -> tuple[Finding, ...]:
    screened = table.screening.values
    return tuple(
        Finding(question, answer.value)
        for question, answer in sight.answers.items()
        if question in screened and answer.value in ("yes", "not_sure", "quiet_help")
        if (question, answer.value) != ("safe_to_talk", "yes")
    )


TELLS_OF_DANGER = (
    ("safe_to_talk", "quiet_help"),
    ("in_danger_now", "yes"),
    ("should_somebody_come", "yes"),
    (intake.DESPAIR, "yes"),
)


def told_now(conversation: Conversation, now: datetime) -> bool:
    """Whether danger was told in this very turn, be it for the second time."""
    answers = ((conversation.record.get(QuestionId(q)), value) for q, value in TELLS_OF_DANGER)
    return any(a is not None and a.value == value and a.at == now for a, value in answers)


def told_since(conversation: Conversation, since: datetime) -> bool:
    """Whether danger was told from a moment on, or that somebody is not sure of it."""
    tells = (*TELLS_OF_DANGER, ("in_danger_now", "not_sure"))
    answers = ((conversation.record.get(QuestionId(q)), value) for q, value in tells)
    return any(a is not None and a.value == value and a.at >= since for a, value in answers)


def may_be_filed(conversation: Conversation, table: Intake) -> bool:
    """Whether there is a case: danger to life, or consent to pass it on and the filing point."""
    record = conversation.record
    if table.urgent(conversation):
        return True
    consented = record.has("consent_keep", "pass")
    return consented and (record.complete("may_write") or "send" in conversation.marks)


def is_unfinished_but_grave(conversation: Conversation, table: Intake) -> bool:
    """Never filed, but with consent and an answer that makes B or more, and without a stop."""
    record = conversation.record
    if conversation.stopped or not record.has("consent_keep", "pass"):
        return False
    return table.sight(record).triage.level in GRAVE


def alert_at(
    conversation: Conversation, facts: CaseFacts, table: Intake, now: datetime
) -> datetime:
    """When the first alert of a filed case leaves: at once when grave, stopped or screened."""
    at_once = facts.urgent or facts.level in GRAVE or conversation.stopped or facts.unfinished
    return (
        now
        if at_once or is_screened(conversation, table)
        else (conversation.heard_at + QUIET_BEFORE_ALERT)
    )


def is_screened(conversation: Conversation, table: Intake) -> bool:
    """Whether the screening has ended: nothing of it is asked next any more."""
    question = table.next(conversation)
    later = (Part.DETAILS, Part.CONTACT, Part.REVIEW)
    if question is None:
        return True
    passed = question.part in later or question.id == "place_now"
    return passed and conversation.record.complete("category")
