"""The alert in a group: exactly what a group may know, and nothing else, ever."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.case import Case, CaseFacts
from bot.domain.ids import ReferralState, UnitId
from bot.domain.prompt import (
    Button,
    Line,
    Listing,
    Literal,
    Moment,
    MomentForm,
    Named,
    Prompt,
    Value,
    officer_payload,
)
from bot.domain.referral import GIVEN_BACK, Referral

NOT_ASKED = Line("group.not_asked")
ACTIONS = (("take",), ("pass", "refer"), ("cannot", "interpreter"))
"""What can be done from the card, row by row."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the card shows of the referral beside the facts: the clock, and who has it.

    `answer_by` is the promised time; `holder` the officer's name, which stays in the group; `to`
    the unit it was passed or laid before when this one could not take it.
    """

    now: datetime
    answer_by: datetime | None = None
    holder: str = ""
    to: UnitId | None = None


def card(case: Case, referral: Referral, standing: Standing) -> Prompt:
    """The card as the case stands now; its buttons are there as long as somebody must answer."""
    if referral.state is not ReferralState.SENT:
        return Prompt((_ended(case, referral, standing),))
    lines = told(case, referral)
    if standing.answer_by is not None:
        lines.append(_answer_by(standing.answer_by, standing.now))
    return Prompt(tuple(lines), _buttons(referral))


def told(case: Case, referral: Referral) -> list[Line]:
    """What a group is told of a case; an agency's too."""
    facts = case.facts
    lines = [_head(case)]
    if facts.protected:
        lines += [Line("group.card.protected"), _protected_place(facts)]
    else:
        lines += [_what(facts), _where(facts)]
    lines += [_wishes(facts)]
    if facts.gentle:
        lines.append(Line("group.card.gentle"))
    if facts.danger_words and not facts.urgent:
        lines.append(Line("group.card.danger_words"))
    if facts.unfinished:
        lines.append(Line("group.card.unfinished"))
    if referral.again:
        # wording: somebody took the case and then wrote nothing down, so it waits again
        lines.append(Line("group.card.again"))
    if referral.interpreter_asked:
        lines.append(Line("group.card.interpreter_asked"))
    return lines


def _head(case: Case) -> Line:
    """Urgency, number and level; the highest level alerted beside it where they differ."""
    reference = Literal(case.reference)
    if case.urgent or case.alerted_urgent:
        return Line("group.card.urgent", {"reference": reference, "level": case.level.value})
    alerted = case.alerted_level
    if alerted is not None and alerted is not case.level:
        params = {"reference": reference, "level": case.level.value, "alerted": alerted.value}
        return Line("group.card.level_changed", params)
    key = f"group.card.level_{case.level.value.lower()}"
    return Line(key, {"reference": reference})


def _what(facts: CaseFacts) -> Line:
    categories: Value = NOT_ASKED
    if facts.categories:
        categories = Listing(tuple(Line(f"group.category.{each}") for each in facts.categories))
    return Line(
        "group.card.what",
        {
            "danger": _danger(facts),
            "categories": categories,
            "people": Line(f"group.people.{facts.people}") if facts.people else NOT_ASKED,
            "reporter": Line(f"group.reporter.{facts.reporter}") if facts.reporter else NOT_ASKED,
        },
    )


def _danger(facts: CaseFacts) -> Line:
    """What is known of danger: told by the person, seen in the answers, or not reported."""
    if facts.danger:
        return Line("group.card.danger_now")
    return Line("group.card.urgent_now") if facts.urgent else Line("group.card.no_danger")


def _where(facts: CaseFacts) -> Line:
    return Line(
        "group.card.where",
        {
            "language": tongue(facts),
            "interpreter": Line(f"group.interpreter.{'yes' if facts.interpreter else 'no'}"),
            "place": place(facts, with_district=True),
        },
    )


def tongue(facts: CaseFacts) -> Value:
    """The language the worker speaks, in the officer's words."""
    if facts.other_language:
        return Line("group.language.other")
    return Named("tongue", facts.language)


def _protected_place(facts: CaseFacts) -> Line:
    return Line("group.card.province_only", {"place": place(facts, with_district=False)})


def place(facts: CaseFacts, *, with_district: bool) -> Value:
    """Province and district, never finer; what is not known reads "place not given yet"."""
    if facts.province is not None:
        province = Named("province", facts.province)
        if with_district and facts.district is not None:
            district = Named("district", facts.district)
            return Line("group.place.pair", {"province": province, "district": district})
        return province
    for told, line in (
        (facts.at_sea, Line("group.place.at_sea")),
        (facts.outside_thailand, Line("group.place.outside")),
        (facts.place_in_words, Line("group.place.in_words")),
    ):
        if told:
            return line
    return Line("group.place.unknown")


def _wishes(facts: CaseFacts) -> Line:
    needs: Value = NOT_ASKED
    if facts.needs:
        needs = Listing(tuple(Line(f"group.need.{each}") for each in facts.needs))
    return Line(
        "group.card.wishes",
        {
            "may_write": _told("may_write", facts.may_write),
            "police": _told("police", facts.police),
            "needs": needs,
            "female": Line(f"group.female.{'yes' if facts.female_officer else 'no'}"),
        },
    )


def _told(question: str, value: str) -> Line:
    return Line(f"group.{question}.{value}") if value and value != "skip" else NOT_ASKED


def _answer_by(at: datetime, now: datetime) -> Line:
    minutes = max(0, round((at - now).total_seconds() / 60))
    when = Moment(at, MomentForm.DAY_TIME, now)
    if minutes <= SOON:
        return Line("group.card.answer_by_soon", {"time": when, "minutes": minutes})
    return Line("group.card.answer_by", {"time": when})


SOON = 90
"""Minutes up to which the card also says how many are left."""


def _ended(case: Case, referral: Referral, standing: Standing) -> Line:
    """The card once somebody has answered: who, when, and how long it took."""
    answered = referral.answered_at or standing.now
    params: dict[str, Value] = {
        "mark": Line("group.mark.urgent" if case.alerted_urgent else "group.mark.other"),
        "reference": Literal(case.reference),
        "name": Literal(standing.holder),
        "unit": Named("unit", referral.holder_unit or referral.unit),
        "time": Moment(answered, MomentForm.DAY_TIME, standing.now),
        "waited": waited(answered - referral.first_alert_at),
    }
    if referral.state is ReferralState.RETURNED:
        # wording: {name} took the case and then wrote nothing down; the new card stands below
        return Line("group.ended.returned", params)
    if referral.state is not ReferralState.DECLINED:
        return Line("group.ended.acknowledged", params)
    if referral.reason == GIVEN_BACK:
        # wording: On the card of a case that an officer had taken and gave back: it waits again,
        # wording: a new card follows. {time} and {waited} say when it had been taken.
        return Line("group.ended.given_back", params)
    params["to"] = Named("unit", standing.to) if standing.to else NOT_ASKED
    passed = Line("group.ended.passed", params)
    return passed if referral.reason == "passed" else Line("group.ended.declined", params)


def waited(time: timedelta) -> Line:
    """How long, in the unit that reads best."""
    minutes = max(0, round(time.total_seconds() / 60))
    hours = round(minutes / 60)
    if minutes <= LONG:
        return Line("group.waited.minutes", {"minutes": minutes})
    if hours <= DAYS_FROM:
        return Line("group.waited.hours", {"hours": hours})
    return Line("group.waited.days", {"days": round(hours / 24)})


LONG = 120
"""Minutes up to which a wait is told in minutes."""
DAYS_FROM = 48
"""Hours up to which it is told in hours."""


def _buttons(referral: Referral) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        tuple(Button(Line(f"group.button.{a}"), officer_payload(a, referral.id)) for a in row)
        for row in ACTIONS
    )
