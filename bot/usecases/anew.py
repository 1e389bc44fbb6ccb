"""A card as it stands now, owed to every group that has it."""

from datetime import datetime

from bot.domain.case import Case
from bot.domain.delivery import OwedKind, ReplyHandle
from bot.domain.incoming import Chat
from bot.domain.prompt import Prompt
from bot.domain.referral import Referral
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_groups


def owe_anew(
    desk: Desk,
    work: Work,
    case: Case,
    referral: Referral,
    prompt: Prompt,
    now: datetime,
    tapped: tuple[Chat, ReplyHandle] | None,
) -> None:
    """The new card in the place of the old, a centre's or an agency's.

    `tapped` is where somebody pressed a button of it, with the reply that answers the tap.
    """
    key = f"{referral.id}:card:{desk.ids.evidence()}"
    for unit in referral.units:
        owe_groups(
            work,
            unit,
            prompt,
            case=case,
            referral=referral,
            key=key,
            kind=OwedKind.CARD,
            language=desk.officers_speak,
            now=now,
            edits=True,
            tapped=tapped,
        )
