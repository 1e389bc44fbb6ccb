"""Say something about a case to one officer in private, whatever chat they pressed a button in."""

from datetime import datetime

from bot.domain.case import Case
from bot.domain.incoming import Incoming
from bot.domain.prompt import Line, Prompt
from bot.domain.referral import Referral
from bot.domain.unit import Officer
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_officer, reply_handle
from bot.usecases.toast import toast


def ask_privately(  # noqa: PLR0913  what is said has this many sides
    desk: Desk,
    work: Work,
    incoming: Incoming,
    officer: Officer,
    case: Case,
    referral: Referral,
    prompt: Prompt,
    now: datetime,
    *,
    quietly: bool = False,
) -> None:
    """Ask the officer in private; in a group only a notice that it is there, none if `quietly`."""
    private = incoming.chat.private
    owe_officer(
        work,
        officer,
        prompt,
        key=f"ask:{desk.ids.evidence()}",
        now=now,
        case=case,
        referral=referral,
        reply=reply_handle(incoming, now) if private else None,
    )
    if not (private or quietly):
        toast(desk, work, incoming, Line("group.see_private"), now)
