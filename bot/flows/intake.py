"""The intake: every question that is put to a worker, part by part, in the order of asking."""

from bot.domain.ids import QuestionId
from bot.flows.questions import (
    Kind,
    Part,
    Question,
    Sight,
    answered,
    choose,
    either,
    every,
    place,
    said,
    tell,
)

PLACE_WAYS_OUT = ("at_sea", "not_in_thailand", "unknown")
"""Answers to "where" that are no place on the map; each has its own next question or route."""
FOR_ANOTHER = ("friend", "volunteer")
"""Who reports for somebody else: the second wording is theirs."""


DESPAIR = "words_of_despair"
"""Noted when somebody writes of ending their life; never asked, it brings its own script."""


def urgent(sight: Sight) -> bool:
    """Somebody is in danger: the urgent overlay of the screening rule, or words of despair."""
    return sight.triage.urgent or sight.answers.has(DESPAIR, "yes")


def in_danger(sight: Sight) -> bool:
    """Danger that police or a doctor may be wanted for; despair alone brings no such question."""
    return sight.triage.urgent


def grave(sight: Sight) -> bool:
    """The place that counts is where the person is now: urgent, A, B or a child."""
    triage = sight.triage
    return urgent(sight) or triage.child or triage.level.value in "AB"


consented = said("consent_keep", "pass", "keep")
at_sea = every(consented, either(said("province", "at_sea"), said("place_now", "at_sea")))
is_reported = said("for_whom", "me", "friend", "several", "volunteer")
RECRUITED = ("job_fees", "cheated_by_broker")
"""Categories in which somebody found the job for the worker."""
OF_RECRUITMENT = (
    "promised_different_job",
    "paid_or_borrowed_for_job",
    "debt_blocks_leaving",
    "forced_to_come",
    "sold_or_passed_on",
)
"""Answers that tell of debt, fees or recruitment; never those that are sensitive."""


def found_by_another(sight: Sight) -> bool:
    """A broker may be behind it: by what was chosen, or by an answer on how the job was found."""
    told = any(sight.answers.has(each, "yes", "not_sure") for each in OF_RECRUITMENT)
    return told or any(each in RECRUITED for each in sight.categories)


def injured(sight: Sight) -> bool:
    """An accident or a sickness from work: claims for it run out."""
    return "injury" in sight.categories


adult_unless_told = said("under_18", "no", "skip")
maybe_child = every(consented, said("under_18", "yes", "not_sure"), answered("under_15"))

SAFETY = (
    choose(DESPAIR, Part.SAFETY, "yes", own_labels=False),
    choose(
        "ending_life",
        Part.SAFETY,
        *("yes", "no", "not_sure"),
        when=said(DESPAIR, "yes"),
        own_labels=False,
        columns=2,
    ),
    choose("language", Part.SAFETY, skip=False, later=False, columns=2),
    choose("safe_to_talk", Part.SAFETY, "yes", "no", "quiet_help", skip=False, later=False),
    choose(
        "in_danger_now",
        Part.SAFETY,
        *("yes", "no", "not_sure"),
        skip=False,
        later=False,
        columns=3,
    ),
    choose(
        "should_somebody_come",
        Part.SAFETY,
        *("yes", "no"),
        when=said("in_danger_now", "not_sure"),
        skip=False,
        later=False,
        own_labels=False,
        columns=2,
    ),
)

URGENT = (
    place(
        "place_now",
        Part.URGENT,
        *("same", *PLACE_WAYS_OUT),
        when=either(urgent, every(consented, grave, answered("may_write"))),
    ),
    choose("tell_police", Part.URGENT, "yes", "no", "not_sure", when=in_danger, columns=3),
    choose("need_now", Part.URGENT, "doctor", "get_out", "advice", when=in_danger, reworded=True),
)

CONSENT = (
    choose(
        "for_whom",
        Part.CONSENT,
        *("me", "friend", "several", "volunteer", "not_worker"),
        when=either(
            answered("in_danger_now"),
            said("safe_to_talk", "quiet_help"),
        ),
        skip=False,
        later=False,
    ),
    choose(
        "consent_keep",
        Part.CONSENT,
        *("pass", "keep", "no"),
        when=is_reported,
        skip=False,
        later=False,
        reworded=True,
    ),
    choose(
        "consent_statistics",
        Part.CONSENT,
        *("yes", "no"),
        when=consented,
        skip=False,
        later=False,
        columns=2,
    ),
)

COMPLAINT = (
    tell("what_happened", Part.COMPLAINT, when=consented, reworded=True),
    choose(
        "people",
        Part.COMPLAINT,
        *("2_5", "6_more", "not_sure"),
        when=every(consented, said("for_whom", "several")),
    ),
    place("province", Part.COMPLAINT, *PLACE_WAYS_OUT, when=consented),
    place("landing", Part.COMPLAINT, "unknown", when=at_sea),
    choose(
        "landing_when",
        Part.COMPLAINT,
        *("today", "three_days", "later", "not_sure"),
        when=at_sea,
        reworded=True,
        columns=2,
    ),
    choose(
        "may_write",
        Part.COMPLAINT,
        *("yes", "answer_only", "no"),
        when=either(urgent, consented),
        skip=False,
        later=False,
        reworded=True,
    ),
    # Who may be a child is asked these two straight after the age, and nothing sensitive ever.
    choose(
        "trusted_adult",
        Part.COMPLAINT,
        *("yes", "no", "not_sure"),
        when=maybe_child,
        own_labels=False,
        reworded=True,
        columns=2,
    ),
    tell("sleep_tonight", Part.COMPLAINT, when=maybe_child, reworded=True),
)

DETAILS = (
    Question(
        QuestionId("district"),
        Kind.DISTRICT,
        Part.DETAILS,
        when=every(consented, lambda sight: sight.answers.value("province").startswith("TH-")),
        reworded=True,
    ),
    tell("workplace", Part.DETAILS, when=consented, reworded=True),
    tell("broker", Part.DETAILS, when=every(consented, found_by_another), reworded=True),
    choose(
        "sector",
        Part.DETAILS,
        *("factory", "building", "fishing", "farm", "home", "shop", "entertainment", "other"),
        when=consented,
        reworded=True,
        columns=2,
    ),
    choose(
        "injury_when",
        Part.DETAILS,
        *("under_week", "under_month", "under_half_year", "over_half_year", "not_sure"),
        when=every(consented, injured),
        reworded=True,
    ),
    choose(
        "since_when",
        Part.DETAILS,
        *("under_month", "under_year", "one_to_three", "over_three"),
        when=consented,
        reworded=True,
    ),
    choose(
        "money_owed",
        Part.DETAILS,
        *("none", "under_5000", "under_20000", "under_100000", "more", "not_sure"),
        when=consented,
        reworded=True,
        columns=2,
    ),
    choose(
        "still_there",
        Part.DETAILS,
        *("yes", "left", "not_sure"),
        when=consented,
        reworded=True,
    ),
    choose(
        "wish",
        Part.DETAILS,
        *("advice", "call", "leave", "pay", "only_tell"),
        when=consented,
        several=True,
        reworded=True,
    ),
    tell("must_not_happen", Part.DETAILS, when=consented, reworded=True),
    choose(
        "others",
        Part.DETAILS,
        *("none", "2_5", "6_more", "not_sure"),
        when=every(consented, said("for_whom", "me", "friend", "volunteer")),
        reworded=True,
        columns=2,
    ),
    tell("nickname", Part.DETAILS, when=consented, reworded=True),
    choose(
        "age_band",
        Part.DETAILS,
        *("18_24", "25_44", "45_more"),
        when=every(consented, adult_unless_told),
        reworded=True,
    ),
    choose("sex", Part.DETAILS, "female", "male", "other", when=consented, reworded=True),
    choose(
        "nationality",
        Part.DETAILS,
        *("myanmar", "cambodia", "laos", "vietnam", "thailand", "other"),
        when=consented,
        reworded=True,
        columns=2,
    ),
    choose(
        "tags",
        Part.DETAILS,
        *("pregnant", "with_children", "disabled"),
        when=consented,
        several=True,
        reworded=True,
    ),
)

CONTACT = (
    choose(
        "safe_contact",
        Part.CONTACT,
        *("chat", "call", "female_officer", "interpreter"),
        when=consented,
        several=True,
        reworded=True,
    ),
    choose(
        "contact_hours",
        Part.CONTACT,
        *("any", "morning", "day", "evening"),
        when=said("may_write", "yes"),
        columns=2,
    ),
    tell(
        "phone",
        Part.CONTACT,
        when=either(said("safe_contact", "call"), said("wish", "call")),
        reworded=True,
    ),
    tell("code_word", Part.CONTACT, when=consented),
    choose(
        "avoid",
        Part.CONTACT,
        *("nobody", "this_centre", "staff_involved"),
        when=consented,
    ),
)

REVIEW = (choose("review", Part.REVIEW, "send", when=consented, skip=False, later=False),)


def category(names: tuple[str, ...]) -> Question:
    """The question on what happened, with the questionnaire's categories."""
    return choose("category", Part.COMPLAINT, *names, when=consented, several=True)


def screening_question(name: str, values: tuple[str, ...], *, sensitive: bool) -> Question:
    """A question of the questionnaire; `skip` is a control, not one of the choices."""
    return Question(
        QuestionId(name),
        Kind.CHOOSE,
        Part.SCREENING,
        tuple(value for value in values if value != "skip"),
        skip="skip" in values,
        own_labels=False,
        reworded=True,
        sensitive=sensitive,
        columns=2,
    )
