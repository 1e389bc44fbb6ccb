"""The whole card of a case that stood in a list, shown in the group that asks for it."""

from bot.domain.delivery import PRIORITY, Owed, OwedKind
from bot.domain.ids import ReferralState
from bot.domain.referral import STANDS, NotOpen
from bot.flows.card import Standing, card
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.ladders import answer_by
from bot.usecases.owing import card_slot, reply_handle
from bot.usecases.tapped import Tapped


def show_card(desk: Desk, work: Work, tapped: Tapped) -> None:
    """Answer with the card as it stands now; from here on it is changed in place.

    Raises `NotOpen` where the case went elsewhere: what is new in it is no longer this unit's.
    """
    referral, case, now = tapped.referral, tapped.case, tapped.now
    if referral.state not in STANDS:
        raise NotOpen
    open_ = referral.state is ReferralState.SENT
    holder = work.directory.officer(referral.holder) if referral.holder else None
    standing = Standing(now, answer_by(referral) if open_ else None, holder.name if holder else "")
    work.outbox.owe(
        Owed(
            key=f"show:{desk.ids.evidence()}",
            target=tapped.incoming.chat,
            kind=OwedKind.REPLY,
            prompt=card(case, referral, standing),
            language=desk.officers_speak,
            due_at=now,
            priority=PRIORITY[OwedKind.REPLY],
            slot=card_slot(referral),
            conversation=case.conversation,
            referral=referral.id,
            unit=tapped.officer.unit,
            reply=reply_handle(tapped.incoming, now),
        )
    )
