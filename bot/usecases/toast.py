"""Answers to officers in place: a message, or a short notice to whoever pressed a button."""

from datetime import datetime

from bot.domain.delivery import PRIORITY, Owed, OwedKind
from bot.domain.incoming import Incoming
from bot.domain.prompt import Line, Prompt
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.owing import reply_handle


def say(
    desk: Desk, work: Work, incoming: Incoming, line: Line, now: datetime, *, briefly: bool = False
) -> None:
    """Answer where something was said; `briefly` to whoever tapped, where the platform can."""
    work.outbox.owe(
        Owed(
            key=f"said:{desk.ids.evidence()}",
            target=incoming.chat,
            kind=OwedKind.REPLY,
            prompt=Prompt((line,)),
            language=desk.officers_speak,
            due_at=now,
            priority=PRIORITY[OwedKind.REPLY],
            toast=briefly,
            reply=reply_handle(incoming, now),
        )
    )


def toast(desk: Desk, work: Work, incoming: Incoming, line: Line, now: datetime) -> None:
    """A short notice to whoever tapped; where the platform has none, a reply.

    Whoever hammers a button is told the same once a second.
    """
    if desk.floods.is_news(f"{line.key}{line.params}", incoming, now):
        say(desk, work, incoming, line, now, briefly=True)
