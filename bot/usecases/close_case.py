"""Close a case, and open it again: a person does, with an outcome; the bot never."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.case import Deed
from bot.domain.delivery import OwedKind
from bot.domain.ids import CaseState
from bot.domain.lexicon import Meaning
from bot.domain.prompt import Line, Prompt
from bot.domain.text import digits
from bot.flows import closing_case as screens
from bot.flows.closing_case import Ending
from bot.flows.officer import details
from bot.flows.officer_rows import about
from bot.ports import Work
from bot.usecases.aftercare import case_closed
from bot.usecases.awaited import expect
from bot.usecases.case_referrals import waits_again
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.owing import owe_worker
from bot.usecases.progress import record_deed

AMOUNT = "closing"
"""Words awaited: an amount; what was told before is carried."""
_AMOUNT = re.compile(r"(\d+)(?:\.\d{1,2})?")
_AROUND = re.compile(r"[\s,฿]|บาท|คน|baht|thb|people|persons?", re.IGNORECASE)


def close(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Ask how it ended and what is asked with it, show what is still open, then close it.

    Not where it waits for an answer again (new danger, or the worker wrote after an earlier
    close): an old button must not say that it is over. Nor where an agency has not answered yet.
    """
    if waits_again(desk, work, held):
        return [Prompt((about("officer.not_closed", held.referral),))]
    if any(each.state.is_open for each in work.casework.agency_referrals_of(held.case.reference)):
        # wording: A case cannot be closed while an agency has not answered.
        return [Prompt((about("officer.not_closed_agency", held.referral),))]
    ending = Ending.read(value.removeprefix(screens.CONFIRMED))
    if ending is None:
        return [screens.how(held.referral)]
    if value.startswith(screens.CONFIRMED) and not ending.asks(held.case):
        return _close(desk, work, held, ending)
    return _ask(work, held, ending)


def told(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """An amount as it was typed; what is no number is asked again."""
    ending = Ending.read(held.carried)
    if ending is None or waits_again(desk, work, held):
        return close(desk, work, held, "")
    asked = ending.asks(held.case)
    if not asked:
        return _ask(work, held, ending)
    amount = _read(desk, held, value, asked)
    if not amount:
        expect(work, held.officer, AMOUNT, held.referral.id, str(ending))
        return [screens.how_much(held.referral, ending, asked, again=True)]
    return _ask(work, held, ending.telling(amount))


def _read(desk: Desk, held: Held, words: str, asked: str) -> str:
    """Whole baht or persons as digits, `SKIPPED`, or nothing where it is no number."""
    if desk.around.lexicon.meaning(words, held.officer.language) is Meaning.SKIP:
        return screens.SKIPPED
    found = _AMOUNT.fullmatch(_AROUND.sub("", digits(words)))
    amount = found[1].lstrip("0") or "0" if found else ""
    return amount if len(amount) <= screens.MOST_DIGITS[asked] else ""


def _ask(work: Work, held: Held, ending: Ending) -> Sequence[Prompt]:
    """The next amount, or whether they are sure."""
    if asked := ending.asks(held.case):
        expect(work, held.officer, AMOUNT, held.referral.id, str(ending))
        return [screens.how_much(held.referral, ending, asked)]
    return [screens.sure(held.case, held.referral, ending, held.now)]


def _close(desk: Desk, work: Work, held: Held, ending: Ending) -> Sequence[Prompt]:
    closed = replace(
        held.case,
        state=CaseState.CLOSED,
        closed_at=held.now,
        outcome=ending.outcome,
        money=ending.money,
    )
    closed = record_deed(desk, work, replace(held, case=closed), Deed.CLOSED, value=ending.outcome)
    case_closed(work, closed, held.conversation, held.now)
    return [screens.closed(held.referral)]


def reopen(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Open a closed case again; it is with whoever had it, or with this officer if they left."""
    del value
    if held.case.state is not CaseState.CLOSED:
        return [details(held.case, held.referral, held.conversation, now=held.now)]
    holder = work.directory.officer(held.referral.holder) if held.referral.holder else None
    referral = held.referral
    if holder is None or not holder.active:
        referral = referral.hand_over(held.officer.id)
        work.casework.save_referral(referral)
    opened = replace(held.case, state=CaseState.TAKEN, closed_at=None, outcome="", money=None)
    case = record_deed(desk, work, replace(held, case=opened), Deed.REOPENED)
    _tell_worker(desk, work, held, Line("reopened.officer"))
    shown = details(case, referral, held.conversation, now=held.now)
    return [Prompt((about("officer.reopened", referral), *shown.lines), shown.rows)]


def _tell_worker(desk: Desk, work: Work, held: Held, line: Line) -> None:
    key = f"{held.referral.id}:{line.key}:{desk.ids.evidence()}"
    prompt = Prompt((line,))
    owe_worker(work, held.conversation, prompt, key=key, kind=OwedKind.PUSH, now=held.now)
