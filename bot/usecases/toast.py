"""A short notice to whoever pressed a button."""

from datetime import datetime

from bot.domain.delivery import PRIORITY, Owed, OwedKind
from bot.domain.incoming import Incoming
from bot.domain.prompt import Line, Prompt
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.owing import reply_handle


def toast(desk: Desk, work: Work, incoming: Incoming, line: Line, now: datetime) -> None:
    """A short notice to whoever tapped; where the platform has none, a reply."""
    work.outbox.owe(
        Owed(
            key=f"toast:{desk.ids.evidence()}",
            target=incoming.chat,
            kind=OwedKind.REPLY,
            prompt=Prompt((line,)),
            language=desk.officers_speak,
            due_at=now,
            priority=PRIORITY[OwedKind.REPLY],
            toast=True,
            reply=reply_handle(incoming, now),
        )
    )
