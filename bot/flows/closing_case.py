"""The end of a case: how it ended, what became of the money, what is still open, are you sure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.domain.case import Case, Deed, Grounds, MoneyOutcome
from bot.domain.prompt import Button, Line, Moment, MomentForm, Prompt, officer_payload
from bot.domain.referral import Referral
from bot.flows.finding import GRAVE
from bot.flows.officer_rows import about, choices, to_case
from bot.flows.pages import CATEGORY_PAGES

ACTION = "close"
OUTCOMES = ("helped", "advised", "referred_out", "no_contact", "withdrawn")
WITH_MONEY = ("helped", "advised", "referred_out")
"""Outcomes after which, where the complaint is about money, the amounts are asked."""
ABOUT_MONEY = frozenset({*CATEGORY_PAGES["money"], "cheated_by_broker", "injury"})
AMOUNTS = ("claimed", "recovered", "workers")
SKIPPED = "s"
CONFIRMED = "!"
MOST_DIGITS = {"claimed": 9, "recovered": 9, "workers": 4}
"""So that all that was told fits into a payload of 64 bytes."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What was told so far on the way to closing, as its buttons carry it."""

    outcome: str
    amounts: tuple[str, ...] = ()

    @classmethod
    def read(cls, value: str) -> Self | None:
        """Take `helped.12000.s.3` apart; None where it is nothing of the kind."""
        outcome, *amounts = value.split(".")
        told = all(each == SKIPPED or each.isdecimal() for each in amounts)
        if outcome not in OUTCOMES or not told or len(amounts) > len(AMOUNTS):
            return None
        return cls(outcome, tuple(amounts))

    def __str__(self) -> str:
        """The form in which it is carried."""
        return ".".join((self.outcome, *self.amounts))

    def asks(self, case: Case) -> str:
        """Which amount is to be told next, or an empty string."""
        if self.outcome not in WITH_MONEY or not ABOUT_MONEY & set(case.facts.categories):
            return ""
        return AMOUNTS[len(self.amounts)] if len(self.amounts) < len(AMOUNTS) else ""

    def telling(self, amount: str) -> Self:
        """With one more amount."""
        return type(self)(self.outcome, (*self.amounts, amount))

    @property
    def money(self) -> MoneyOutcome | None:
        """The amounts, or None where none was asked for."""
        told = [None if each == SKIPPED else int(each) for each in self.amounts]
        return MoneyOutcome(*told) if told else None


def how(referral: Referral) -> Prompt:
    """How it ended."""
    line = about("officer.ask.close", referral)
    return Prompt((line,), (*choices(ACTION, OUTCOMES, referral), *to_case(referral)))


def how_much(referral: Referral, ending: Ending, asked: str, *, again: bool = False) -> Prompt:
    """An amount is to be typed, or skipped; `again` where what was typed was no number."""
    lines = [about(f"officer.ask.{asked}", referral)]
    if again:
        lines.insert(0, Line("officer.not_an_amount"))
    skip = officer_payload(ACTION, referral.id, str(ending.telling(SKIPPED)))
    row = (Button(Line("officer.button.skip"), skip),)
    return Prompt(tuple(lines), (row, *to_case(referral)))


def sure(case: Case, referral: Referral, ending: Ending, now: datetime) -> Prompt:
    """What is still open, and whether to close all the same."""
    outcome = Line(f"officer.choice.close.{ending.outcome}")
    lines = [about("officer.ask.sure", referral, outcome=outcome)]
    if ending.money is not None:
        lines.append(money(ending.money))
    open_ = still_open(case, now)
    lines += [Line("officer.open.head"), *open_] if open_ else [Line("officer.open.nothing")]
    confirm = officer_payload(ACTION, referral.id, f"{CONFIRMED}{ending}")
    rows = ((Button(Line("officer.button.confirm_close"), confirm),), *to_case(referral))
    return Prompt(tuple(lines), rows)


def money(told: MoneyOutcome) -> Line:
    """The amounts in one line."""
    shown = {
        name: f"{amount:,}" if amount is not None else Line("officer.none")
        for name, amount in (
            ("claimed", told.claimed),
            ("recovered", told.recovered),
            ("workers", told.workers),
        )
    }
    return Line("officer.money", shown)


def still_open(case: Case, now: datetime) -> list[Line]:
    """What a person should know before the case is closed."""
    lines = []
    if not case.did(Deed.CONTACTED):
        tried = len(case.did(Deed.CONTACT_TRIED))
        lines.append(Line("officer.open.no_contact", {"count": tried}))
    if case.standing_level in GRAVE and case.finding is None:
        lines.append(Line("officer.open.no_finding", {"level": case.standing_level.value}))
    if case.finding is not None and case.finding.grounds is Grounds.YES:
        lines.append(Line("officer.open.report"))
    if case.next_step_at is not None and case.next_step_at > now:
        when = Moment(case.next_step_at, MomentForm.DAY_TIME, now)
        lines.append(Line("officer.open.next", {"time": when}))
    if case.said_safe is not None and not case.said_safe.is_sure(now):
        # wording: Before closing: "I am safe now" was said, and it is not sure yet.
        lines.append(Line("officer.open.safe"))
    if any(note.by == "bot" and note.text == "erasure_wished" for note in case.notes):
        lines.append(Line("officer.open.erasure"))
    return lines


def closed(referral: Referral) -> Prompt:
    """It is closed; it can be opened again."""
    return Prompt((about("officer.closed", referral),), choices_after(referral))


def is_closed(referral: Referral) -> Prompt:
    """It was closed before; nothing was done."""
    return Prompt((about("officer.is_closed", referral),), choices_after(referral))


def choices_after(referral: Referral) -> tuple[tuple[Button, ...], ...]:
    """What can be done with a closed case."""
    reopen = Button(Line("officer.button.reopen"), officer_payload("reopen", referral.id))
    return ((reopen,), *to_case(referral))
