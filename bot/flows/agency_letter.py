"""Letters in Thai, ready to print or to read out: to an agency, and the reports of the NRM.

They hold the number and the categories, never a name, a phone or an address of the worker; what is
not known is left as a dotted line. The Ministry's order of 4 March 2022 prescribes that findings
are reported; it has no public form, and none is made up here.
"""

from datetime import datetime

from bot.domain.case import Case
from bot.domain.ids import UnitId
from bot.domain.prompt import Line, Listing, Literal, Moment, MomentForm, Named, Prompt, Value
from bot.domain.referral import Referral
from bot.flows.card import NOT_ASKED, place
from bot.flows.officer import is_sensitive

REPORTS = ("trafficking_center", "social_development")
"""To whom the officer reports reasonable grounds: the command centre, the provincial head."""


def letter(
    case: Case, referral: Referral, name: str, now: datetime, answer_by: datetime | None
) -> Prompt:
    """A letter to an agency that asks for what the officer chose."""
    wants: Value = Listing(tuple(Line(f"officer.choice.want.{w}") for w in referral.wants))
    lines = [
        *_head(case, referral.sender_unit or case.unit, Literal(name), now),
        # wording: Subject of a letter to an agency.
        Line("officer.letter.subject", {"reference": Literal(case.reference)}),
        Line("officer.letter.about", _about(case)),
        Line("officer.letter.asks", {"wants": wants if referral.wants else NOT_ASKED}),
    ]
    if answer_by is not None:
        when = Moment(answer_by, MomentForm.DATE, now)
        lines.append(Line("officer.letter.answer_by", {"date": when}))
    lines += [Line("officer.letter.contact"), Line("officer.letter.signed")]
    return Prompt(tuple(lines))


def report(case: Case, to: str, unit: UnitId, now: datetime) -> Prompt:
    """A report of reasonable grounds: number, date, centre, level, indicators."""
    found = [f for f in case.facts.findings if not is_sensitive(f.question)]
    names: Value = Listing(tuple(Line(f"name.{f.question}") for f in found))
    lines = (
        *_head(case, unit, Line(f"officer.report.to.{to}"), now),
        Line("officer.report.subject", {"reference": Literal(case.reference)}),
        Line("officer.letter.about", _about(case)),
        Line(
            "officer.report.found",
            {
                "level": Line(f"officer.level.{case.level.value.lower()}"),
                "indicators": names if found else NOT_ASKED,
            },
        ),
        Line("officer.report.open"),
        Line("officer.letter.contact"),
        Line("officer.letter.signed"),
    )
    return Prompt(lines)


def _head(case: Case, unit: UnitId, to: Value, now: datetime) -> tuple[Line, ...]:
    date = Moment(now, MomentForm.DATE, now)
    params: dict[str, Value] = {"unit": Named("unit", unit), "date": date, "to": to}
    del case
    # wording: Head of a letter: number and place left open, the unit, the date, to whom.
    return (Line("officer.letter.head", params),)


def _about(case: Case) -> dict[str, Value]:
    """What it is about; a protected matter is named as such, with the province alone."""
    facts = case.facts
    what: Value = NOT_ASKED
    if facts.protected:
        what = Line("group.card.protected")
    elif facts.categories:
        what = Listing(tuple(Line(f"group.category.{each}") for each in facts.categories))
    return {
        "reference": Literal(case.reference),
        "date": Moment(case.opened_at, MomentForm.DATE),
        "categories": what,
        "place": place(facts, with_district=not facts.protected),
        "people": Line(f"group.people.{facts.people}") if facts.people else NOT_ASKED,
        "language": Named("tongue", facts.language),
    }
