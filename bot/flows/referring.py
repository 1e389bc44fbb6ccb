"""What the officer who refers a case sees: which agency, what is asked of it, how it stands."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import regex

from bot.domain.agency import Agency, KindRules, Offer, Reach
from bot.domain.case import Case
from bot.domain.consent import HeardBy, Willing
from bot.domain.ids import LanguageCode, ReferralState
from bot.domain.prompt import (
    Button,
    Line,
    Listing,
    Literal,
    Moment,
    MomentForm,
    Prompt,
    Value,
    officer_payload,
)
from bot.domain.referral import Referral
from bot.flows.agency_card import DECLINE_REASONS, OUTCOMES
from bot.flows.agency_steps import steps
from bot.flows.card import NOT_ASKED
from bot.flows.officer_rows import about, to_case

MOST = 8
"""Agencies in one message: so many buttons fit on a small screen."""
LONGEST = 15
"""Letters of an agency's name on a button, beside its number."""
GROUNDS = ("life_now", "grave_injury", "cannot_ask")
"""Why a case of life and death is passed on without consent (PDPA s.24(2))."""


def choose(
    held: Referral, offers: Sequence[Offer], language: LanguageCode, *, more: bool
) -> Prompt:
    """Which agency; those that lead first, the reachable before the others."""
    if not offers and not more:
        return Prompt((Line("group.no_agencies"),))
    head = Line("officer.refer.choose", {"reference": Literal(held.reference)})
    lines = [head, *(_offer(n, each, language) for n, each in enumerate(offers[:MOST], 1))]
    rows = [
        (Button(Literal(f"{n} · {_short(each.agency.name(language))}"), _to(held, each.agency)),)
        for n, each in enumerate(offers[:MOST], 1)
    ]
    if more:
        other = officer_payload("refer", held.id, "other")
        rows.append((Button(Line("officer.button.other_agency"), other),))
    return Prompt(tuple(lines), tuple(rows))


def _to(held: Referral, agency: Agency) -> str:
    return officer_payload("refer", held.id, agency.id)


def _offer(number: int, offer: Offer, language: LanguageCode) -> Line:
    agency = offer.agency
    params: dict[str, Value] = {
        "number": number,
        "name": Literal(agency.name(language)),
        "kind": Line(f"agency.kind.{agency.kind.value}"),
        "contact": contact(agency, reachable=offer.reachable),
    }
    # wording: One line of the list of agencies, numbered like its button.
    return Line("officer.refer.offer", params)


def contact(agency: Agency, *, reachable: bool) -> Value:
    """How it is reached, or that this must still be found out."""
    if not reachable:
        # wording: An agency's phone number, address or group is not known yet.
        return Line("officer.reach.unknown")
    if agency.reach is Reach.PHONE:
        return Literal(f"☎ {agency.phone}")
    return Line(f"officer.reach.{agency.reach.value}")


def _short(name: str) -> str:
    letters = regex.findall(r"\X", name)
    return name if len(letters) <= LONGEST else "".join(letters[: LONGEST - 1]).rstrip() + "…"


def wants(
    held: Referral, referral: Referral, agency: Agency, rules: KindRules, language: LanguageCode
) -> Prompt:
    """What is asked of the agency, by buttons; the last one puts it to the worker."""
    params = {"reference": Literal(held.reference), "agency": Literal(agency.name(language))}
    rows = [(_want(held, referral, each),) for each in rules.asks]
    if referral.wants:
        rows.append((button("want", held, referral, "done"),))
    # wording: The bot asks the officer what is asked of the agency; several can be chosen.
    return Prompt((Line("officer.refer.wants", params),), tuple(rows))


def _want(held: Referral, referral: Referral, want: str) -> Button:
    chosen = want in referral.wants
    label = Line(f"officer.choice.want.{want}")
    value = f"{referral.unit}.-{want}" if chosen else f"{referral.unit}.{want}"
    ticked = Line("button.ticked", {"choice": label}) if chosen else label
    return Button(ticked, officer_payload("want", held.id, value))


def button(action: str, held: Referral, referral: Referral, value: str = "") -> Button:
    """A button of the officer about one agency: `officer.button.refer.<action>[.<value>]`."""
    key = f"officer.button.refer.{action}" + (f".{value}" if value else "")
    whole = f"{referral.unit}.{value}" if value else referral.unit
    # "send" alone sends a message to the worker.
    does = "refer_send" if action == "send" else action
    return Button(Line(key), officer_payload(does, held.id, whole))


def standing(
    held: Referral,
    referral: Referral,
    agency: Agency,
    case: Case,
    now: datetime,
    language: LanguageCode,
    *,
    vital: bool = False,
    lines: Iterable[Line] = (),
) -> Prompt:
    """How a referral stands, and what the officer can do about it."""
    params: dict[str, Value] = {
        "reference": Literal(case.reference),
        "agency": Literal(agency.name(language)),
        "state": Line(f"officer.refer.state.{state_of(referral)}"),
    }
    asked: Value = Listing(tuple(Line(f"officer.choice.want.{w}") for w in referral.wants))
    said = [
        Line("officer.refer.standing", params),
        Line("group.agency.asked", {"wants": asked if referral.wants else NOT_ASKED}),
        *_heard(referral, now),
        *steps(referral, now),
        *lines,
    ]
    return Prompt(tuple(said), (*_rows(held, referral, vital=vital), *to_case(held)))


def state_of(referral: Referral) -> str:
    """The state in more words than the record's: whether it was put to the worker, and why over."""
    if referral.state is ReferralState.ASKED:
        return _waiting(referral)
    if referral.state is ReferralState.REVOKED and referral.reason == "refused":
        return "refused"
    return referral.state.value


def _waiting(referral: Referral) -> str:
    if referral.may_be_sent:
        return "agreed"
    if referral.asked_at is None and not referral.consents:
        return "not_put"
    last = referral.consents[-1] if referral.consents else None
    later = last is not None and (referral.asked_at is None or last.at >= referral.asked_at)
    return "not_now" if later else "asked"


def _heard(referral: Referral, now: datetime) -> Iterable[Line]:
    if referral.ground:
        yield Line(
            "officer.refer.ground", {"ground": Line(f"officer.choice.vital.{referral.ground}")}
        )
    if referral.consents:
        last = referral.consents[-1]
        params: dict[str, Value] = {
            "value": Line(f"officer.choice.heard.{last.value.value}"),
            "how": Line(f"officer.heard.{last.how.value}"),
            "time": Moment(last.at, MomentForm.DAY_TIME, now),
        }
        # wording: What the worker said to this referral, how it was heard, and when.
        yield Line("officer.refer.heard", params)


def _rows(held: Referral, referral: Referral, *, vital: bool) -> Iterable[tuple[Button, ...]]:
    state = referral.state
    if state is ReferralState.ASKED and referral.may_be_sent:
        yield (button("send", held, referral),)
    elif state is ReferralState.ASKED:
        yield (button("want", held, referral, "done"), button("heard", held, referral))
        if vital:
            yield (button("vital", held, referral),)
    if state is ReferralState.SENT and not referral.by_group:
        yield (button("reached", held, referral, "yes"), button("reached", held, referral, "no"))
        yield (button("letter", held, referral),)
    if state in (ReferralState.SENT, ReferralState.ACKNOWLEDGED) and not referral.by_group:
        yield (
            button("told", held, referral, "accepted"),
            button("told", held, referral, "declined"),
        )
    if state is ReferralState.ACCEPTED and not referral.by_group:
        yield (button("told", held, referral, "completed"),)
    if state in (ReferralState.DECLINED, ReferralState.REVOKED, ReferralState.COMPLETED):
        refer = Button(Line("officer.button.refer"), officer_payload("refer", held.id))
        yield (refer,)
    else:
        yield (button("revoke", held, referral),)


def ask_how(held: Referral, referral: Referral) -> Prompt:
    """How the worker's answer was heard, other than by a button of theirs."""
    ways = [each.value for each in HeardBy if each is not HeardBy.BOT]
    # wording: The bot asks how the officer heard the worker's answer.
    return _ask(about("officer.ask.heard", held), "heard", "heard", held, referral, ways)


def ask_willing(held: Referral, referral: Referral, how: str) -> Prompt:
    """What the worker said."""
    values = [each.value for each in Willing]
    # wording: The bot asks what the worker said about the referral.
    ask = about("officer.ask.willing", held)
    return _ask(ask, "heard", "heard", held, referral, values, before=f"{how}.")


def ask_ground(held: Referral, referral: Referral) -> Prompt:
    """On which ground it is passed on without consent."""
    # wording: The bot asks on which ground a case is passed on without the worker's consent.
    return _ask(about("officer.ask.vital", held), "vital", "vital", held, referral, GROUNDS)


def ask_reason(held: Referral, referral: Referral, answer: str) -> Prompt:
    """Why an agency that was reached by phone declined, or how its part ended."""
    before = f"{answer}."
    if answer == "declined":
        ask = about("officer.ask.told.declined", held)
        return _ask(ask, "told", "decline", held, referral, DECLINE_REASONS, before)
    ask = about("officer.ask.told.completed", held)
    return _ask(ask, "told", "complete", held, referral, OUTCOMES, before)


def _ask(
    ask: Line,
    action: str,
    said: str,
    held: Referral,
    referral: Referral,
    values: Iterable[str],
    before: str = "",
) -> Prompt:
    rows = tuple(
        (
            Button(
                Line(f"officer.choice.{said}.{value}"),
                officer_payload(action, held.id, f"{referral.unit}.{before}{value}"),
            ),
        )
        for value in values
    )
    return Prompt((ask,), rows)
