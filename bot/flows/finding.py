"""An officer's own screening finding beside the bot's level, and what follows from it."""

from bot.domain.case import Case, Grounds
from bot.domain.ids import Level
from bot.domain.prompt import Button, Line, Prompt, officer_payload
from bot.domain.referral import Referral
from bot.flows.officer_rows import about, choices, to_case
from bot.flows.worked import found

ACTION, GROUNDS = "finding", "grounds"
LEVELS = (Level.A, Level.B, Level.C, Level.D)
"""What an officer may find; "not screened yet" is no finding."""
GRAVE = (Level.A, Level.B)
DIFFERS = "differs"
LONGEST_REASON = 1000
"""Characters of a reason that are kept."""


def what(case: Case, referral: Referral) -> Prompt:
    """Agree with the bot, or say what it is instead."""
    if case.level not in LEVELS:
        return level(case, referral)
    agrees = Button(
        Line("officer.button.agrees", {"level": case.level.value}),
        officer_payload(ACTION, referral.id, case.level.value),
    )
    differs = Button(Line("officer.button.differs"), officer_payload(ACTION, referral.id, DIFFERS))
    return Prompt(_asking(case, referral), ((agrees,), (differs,), *to_case(referral)))


def level(case: Case, referral: Referral) -> Prompt:
    """Which level it is."""
    others = tuple(each.value for each in LEVELS if each is not case.level)
    return Prompt(_asking(case, referral), (*choices(ACTION, others, referral), *to_case(referral)))


def _asking(case: Case, referral: Referral) -> tuple[Line, ...]:
    before = (found(case.finding),) if case.finding else ()
    asked = about("officer.ask.finding", referral, level=Line(_level(case)))
    return (*before, asked)


def _level(case: Case) -> str:
    return f"officer.level.{case.level.value.lower()}"


def why(referral: Referral, chosen: Level) -> Prompt:
    """The reason is to be written."""
    line = about("officer.ask.finding_reason", referral, level=chosen.value)
    return Prompt((line,), to_case(referral))


def noted(case: Case, referral: Referral) -> Prompt:
    """What was found; on A and B whether there are reasonable grounds is asked next."""
    if case.finding is None or case.finding.level not in GRAVE:
        kept = (found(case.finding),) if case.finding else ()
        return Prompt((about("officer.finding_noted", referral), *kept), to_case(referral))
    answers = (each.value for each in Grounds if each)
    lines = (found(case.finding), about("officer.ask.grounds", referral))
    return Prompt(lines, (*choices(GROUNDS, answers, referral), *to_case(referral)))


def what_follows(referral: Referral, grounds: Grounds) -> Prompt:
    """With reasonable grounds: to whom it must be reported (screening.md, "What follows")."""
    lines = [about("officer.finding_noted", referral)]
    if grounds is Grounds.YES:
        # wording: After an officer found reasonable grounds for trafficking or forced labour: the
        # wording: case is reported to the secretariat of ศปคร. and to the provincial พมจ.
        lines.append(Line("officer.finding_report"))
    return Prompt(tuple(lines), to_case(referral))
