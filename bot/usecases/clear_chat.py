"""Take away what stands in a person's chat, as far as the platform lets a bot."""

from datetime import datetime, timedelta

from bot.domain.delivery import PRIORITY, Owed, OwedKind
from bot.domain.ids import Channel, LanguageCode
from bot.domain.incoming import Chat, Edited, Incoming, Unsent
from bot.domain.prompt import Prompt
from bot.ports import Work
from bot.usecases.desk import Desk

CLEARS = frozenset({Channel.TELEGRAM, Channel.SIMULATOR})
"""Where a bot can take away both sides' messages. LINE has nothing of the kind."""
REACH = timedelta(hours=47)
"""Telegram lets a bot delete what is less than 48 h old; the way there takes a moment.
https://core.telegram.org/bots/api#deletemessages"""
TOGETHER = 100
"""The most that Telegram takes in one call."""
MOST = 2000
"""More than anybody writes in two days; the newest of them are taken away."""


def heard_in(work: Work, incoming: Incoming, now: datetime) -> None:
    """Remember a person's own message, so that it can be taken away."""
    if isinstance(incoming.content, Edited | Unsent) or not incoming.message:
        return
    remember(work, incoming.chat, incoming.message, now)


def remember(work: Work, chat: Chat, message: str, now: datetime) -> None:
    """Remember one message of a private chat, where it could be taken away."""
    if message and chat.private and chat.channel in CLEARS:
        work.chat_messages.add(chat, message, now)


def take_away(work: Work, sent: Owed, message: str, now: datetime) -> None:
    """Owe the taking away of one message that was on its way when the chat was cleared."""
    if sent.target.channel not in CLEARS or not message or not sent.prompt.lines:
        return
    work.outbox.owe(
        Owed(
            key=f"clear:{sent.key}",
            target=sent.target,
            kind=OwedKind.REPLY,
            prompt=Prompt(()),
            language=sent.language,
            due_at=now,
            priority=PRIORITY[OwedKind.REPLY],
            expires_at=now + REACH,
            removes=message,
        )
    )


def clear_chat(desk: Desk, work: Work, chat: Chat, language: LanguageCode, now: datetime) -> int:
    """Owe the taking away of everything that can still be taken away; how many messages."""
    if chat.channel not in CLEARS:
        return 0
    there = work.chat_messages.take(chat, now - REACH)[-MOST:]
    for start in range(0, len(there), TOGETHER):
        work.outbox.owe(
            Owed(
                key=f"clear:{desk.ids.evidence()}",
                target=chat,
                kind=OwedKind.REPLY,
                prompt=Prompt(()),
                language=language,
                due_at=now,
                priority=PRIORITY[OwedKind.REPLY],
                expires_at=now + REACH,
                removes=",".join(there[start : start + TOGETHER]),
            )
        )
    return len(there)
