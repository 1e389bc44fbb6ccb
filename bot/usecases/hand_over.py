"""Hand a case over to a colleague of the same unit, who goes on where it stands."""

from collections.abc import Sequence

from bot.domain.case import Case, Deed
from bot.domain.delivery import OwedKind
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.referral import Referral
from bot.domain.unit import Officer
from bot.flows import handing_over as screens
from bot.flows.officer import details
from bot.flows.officer_rows import about
from bot.ports import Work
from bot.usecases.climb import refresh_cards
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.owing import owe_officer, owe_worker
from bot.usecases.progress import record_deed


def hand_over(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Ask to whom, or hand it over: the new holder gets the details, both are told."""
    colleagues = _colleagues(work, held)
    to = next((each for each in colleagues if each.id == value), None)
    if to is None:
        page = value.removeprefix(screens.PAGE)
        return [screens.to_whom(held.referral, colleagues, int(page) if page.isdecimal() else 0)]
    referral = held.referral.hand_over(to.id)
    work.casework.save_referral(referral)
    case = record_deed(desk, work, held, Deed.HANDED_OVER, value=to.id)
    refresh_cards(desk, work, case, referral, held.now, holder=to.name)
    _tell_new(desk, work, held, case, referral, to)
    _tell_old(desk, work, held, referral, to)
    _tell_worker(work, held, f"{referral.id}:handed_over:{desk.ids.evidence()}")
    return [Prompt((about("officer.handed_over", referral, name=Literal(to.name)),))]


def _colleagues(work: Work, held: Held) -> Sequence[Officer]:
    """Officers of the unit who can be written to, without the present holder."""
    unit = work.directory.officers_of(held.officer.unit)
    others = (each for each in unit if each.private_open and each.id != held.referral.holder)
    return sorted(others, key=lambda each: (each.name, each.id))


def _tell_new(
    desk: Desk, work: Work, held: Held, case: Case, referral: Referral, to: Officer
) -> None:
    got = about("officer.got_case", referral, name=Literal(held.officer.name))
    shown = details(case, referral, held.conversation, now=held.now)
    prompt = Prompt((got, *shown.lines), shown.rows)
    key = f"{referral.id}:got:{desk.ids.evidence()}"
    owe_officer(work, to, prompt, key=key, now=held.now, case=case, referral=referral)


def _tell_old(desk: Desk, work: Work, held: Held, referral: Referral, to: Officer) -> None:
    """Whoever had it, where it was a head who moved it."""
    was = work.directory.officer(held.referral.holder) if held.referral.holder else None
    if was is None or was.id in (held.officer.id, to.id) or not was.active:
        return
    prompt = Prompt((about("officer.handed_over", referral, name=Literal(to.name)),))
    key = f"{referral.id}:gone:{desk.ids.evidence()}"
    owe_officer(work, was, prompt, key=key, now=held.now, case=held.case, referral=referral)


def _tell_worker(work: Work, held: Held, key: str) -> None:
    # wording: The case went from one officer to another of the same centre; no names.
    prompt = Prompt((Line("handed_over.worker"),))
    owe_worker(work, held.conversation, prompt, key=key, kind=OwedKind.PUSH, now=held.now)
