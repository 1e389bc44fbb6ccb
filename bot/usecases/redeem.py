"""A one-time code that somebody wrote: looked up no faster than it may be guessed."""

from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.ids import OPERATOR
from bot.domain.incoming import Incoming
from bot.domain.invitation import ACCOUNT_PERIOD, ALL_PERIOD, MOST_OF_ACCOUNT, MOST_OF_ALL
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.unit import Code, CodePurpose
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_notice

_ALL = ("code.all", "")


def redeem(
    desk: Desk, work: Work, incoming: Incoming, code: str, now: datetime, *purposes: CodePurpose
) -> Code | None:
    """What the code is for, once; None where there is none for these purposes.

    One for another purpose is answered and counted like one that does not exist, and stays good:
    whoever wrote it in the wrong chat writes it in the right one. While a limit of wrong ones is
    reached nothing is looked up, and a right code is refused like a wrong one.
    """
    own = ("code.account", f"{incoming.chat.channel}:{incoming.account or incoming.chat.id}")
    of_all, of_own = work.worker_pins.tries(*_ALL), work.worker_pins.tries(*own)
    if not (of_all.may_try(now) and of_own.may_try(now)):
        return None
    found = work.directory.code(code, now)
    if found is not None and found.purpose in purposes:
        found = work.directory.redeem(code, now)
    elif found is not None:
        _misplaced(desk, work, incoming, found, now)
        found = None
    if found is None:
        of_all = of_all.within(now, ALL_PERIOD, MOST_OF_ALL)
        work.worker_pins.count(*_ALL, of_all)
        work.worker_pins.count(*own, of_own.within(now, ACCOUNT_PERIOD, MOST_OF_ACCOUNT))
        if not of_all.may_try(now):
            desk.log.event("code.all_locked")
    return found


def _misplaced(desk: Desk, work: Work, incoming: Incoming, found: Code, now: datetime) -> None:
    """A code for a person that a whole group has read is used up: any of them could be quicker.

    The group hears no more than of an unknown code; `operator`, who can make another, is told.
    """
    if incoming.chat.private or found.purpose is CodePurpose.GROUP:
        return
    work.directory.redeem(found.code, now)
    work.audit.record(AuditEntry(now, "bot", "code.shown", found.unit))
    # wording: To the operator's group. The name is that of whoever was invited.
    line = Line("operator.code_shown", {"name": Literal(found.name)})
    key = f"code-shown:{desk.ids.evidence()}"
    owe_notice(work, OPERATOR, Prompt((line,)), key=key, language=desk.officers_speak, now=now)
