"""Pass every case an officer holds to a colleague, at the end of a shift or before leave."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.case import Case, Deed
from bot.domain.ids import CaseState
from bot.domain.incoming import Incoming
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.referral import Referral
from bot.domain.unit import Officer
from bot.flows.my_cases import A_PAGE, MINE, Listed, listed
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.owing import owe_officer
from bot.usecases.progress import record_deed


def cases_in_hand(work: Work, officer: Officer) -> Sequence[tuple[Referral, Case]]:
    """What an officer holds that is not closed, newest first."""
    held = ((each, work.casework.get(each.reference)) for each in work.casework.held_by(officer.id))
    return [
        (referral, case)
        for referral, case in held
        if case is not None and case.state is CaseState.TAKEN
    ]


def hand_over_all(
    desk: Desk, work: Work, incoming: Incoming, officer: Officer, to: Officer, now: datetime
) -> int:
    """Give every case in hand to `to`, who is told in private; how many there were.

    Only within the unit that holds them: a colleague elsewhere would see what is not theirs.
    """
    if to.unit != officer.unit or not (to.active and to.private_open) or to.id == officer.id:
        return 0
    handed: list[Referral] = []
    for referral, case in cases_in_hand(work, officer):
        conversation = work.conversations.get(case.conversation)
        if conversation is None or referral.holder_unit != officer.unit:
            continue
        moved = replace(referral, holder=to.id)
        work.casework.save_referral(moved)
        held = Held(officer, case, moved, conversation, incoming, now)
        record_deed(desk, work, held, Deed.HANDED_OVER, value=to.id)
        handed.append(moved)
    if handed:
        _tell(desk, work, officer, to, handed, now)
    return len(handed)


def _tell(
    desk: Desk,
    work: Work,
    officer: Officer,
    to: Officer,
    handed: Sequence[Referral],
    now: datetime,
) -> None:
    """Numbers only; what is in a case opens by a tap, which is logged."""
    cases = [(work.casework.get(each.reference), each) for each in handed]
    shown = [Listed(case, referral) for case, referral in cases if case is not None]
    mine = listed(MINE, shown[:A_PAGE], len(shown), 0, now)
    head = Line("officer.duty.received", {"name": Literal(officer.name), "count": len(handed)})
    prompt = Prompt((head, *mine.lines), mine.rows)
    owe_officer(work, to, prompt, key=f"handed:{desk.ids.evidence()}", now=now)
