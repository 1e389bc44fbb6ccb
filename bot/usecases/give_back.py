"""Back to the chase: a case that was taken and cannot be kept waits in the same unit again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.case import Case, Deed
from bot.domain.ids import CaseState
from bot.domain.prompt import Button, Line, Literal, Prompt, officer_payload
from bot.domain.referral import Referral
from bot.flows.officer_rows import about, to_case
from bot.ports import Work
from bot.usecases.climb import refresh_cards
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.lay_before import lay_before
from bot.usecases.owing import owe_officer
from bot.usecases.progress import record_deed

SURE = "yes"


def give_back(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Ask once, then lay it before the unit anew; a new card asks everybody there."""
    if value != SURE:
        sure = Button(
            Line("officer.button.give_back_sure"),
            officer_payload("give_back", held.referral.id, SURE),
        )
        line = about("officer.ask.give_back", held.referral)
        return [Prompt((line,), ((sure,), *to_case(held.referral)))]
    case = record_deed(desk, work, held, Deed.RETURNED)
    back_to_chase(desk, work, case, held.referral, held.now, by=held.officer.name)
    _tell_old(desk, work, held)
    return [Prompt((about("officer.given_back", held.referral),))]


def back_to_chase(
    desk: Desk, work: Work, case: Case, referral: Referral, now: datetime, *, by: str
) -> tuple[Referral, Case]:
    """A new ladder before the unit that held the case; its old card says who gave it back.

    `national` stays counted from the case's first alert. Everything is stored.
    """
    ended = referral.give_back()
    work.casework.save_referral(ended)
    unit = referral.holder_unit or referral.unit
    refresh_cards(desk, work, case, ended, now, holder=by, to=unit)
    waiting = replace(case, state=CaseState.FILED, unit=unit)
    return lay_before(desk, work, waiting, ended, unit, now)


def _tell_old(desk: Desk, work: Work, held: Held) -> None:
    """Whoever had it, where it was a head who gave it back."""
    was = work.directory.officer(held.referral.holder) if held.referral.holder else None
    if was is None or was.id == held.officer.id or not was.active:
        return
    name = Literal(held.officer.name)
    prompt = Prompt((about("officer.taken_from_you", held.referral, name=name),))
    key = f"{held.referral.id}:taken_away:{desk.ids.evidence()}"
    owe_officer(work, was, prompt, key=key, now=held.now, case=held.case, referral=held.referral)
