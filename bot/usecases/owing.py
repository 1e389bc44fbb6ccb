"""Ways of owing a message: to a worker, to a unit's groups, to an officer."""

import hashlib
from datetime import datetime, timedelta

from bot.domain.case import Case
from bot.domain.conversation import Conversation
from bot.domain.delivery import ERASED_WITHIN, ERASING, PRIORITY, Owed, OwedKind, ReplyHandle
from bot.domain.ids import LanguageCode, UnitId
from bot.domain.incoming import Chat, Incoming, Tap
from bot.domain.prompt import Prompt
from bot.domain.referral import Referral
from bot.domain.unit import Officer
from bot.flows.hiding import swept
from bot.ports import Work

ASKS = (OwedKind.ALERT, OwedKind.REMINDER)
"""What asks a group to take a case; of an urgent one it leaves before everything else."""
PROMPT_LIFE = timedelta(hours=24)
"""A prompt that could not be sent for so long is not sent any more."""


def reply_handle(incoming: Incoming, now: datetime) -> ReplyHandle:
    """What answers this message in place."""
    tap = incoming.content.tap if isinstance(incoming.content, Tap) else ""
    return ReplyHandle(now, incoming.reply_token, tap)


def owe_worker(  # noqa: PLR0913  a message has this many sides
    work: Work,
    conversation: Conversation,
    prompt: Prompt,
    *,
    key: str,
    kind: OwedKind,
    now: datetime,
    reply: ReplyHandle | None = None,
    slot: str = "",
    edits: bool = False,
) -> bool:
    """Owe a message to the worker of a conversation, with 🧹 under what can be answered."""
    return work.outbox.owe(
        Owed(
            key=key,
            target=conversation.chat,
            kind=kind,
            prompt=swept(conversation, prompt),
            language=conversation.language,
            due_at=now,
            priority=PRIORITY[kind],
            expires_at=now + PROMPT_LIFE,
            slot=slot,
            edits=edits,
            asks=prompt.question is not None,
            conversation=conversation.id,
            reply=reply,
        )
    )


def owe_erasing(work: Work, incoming: Incoming, now: datetime, *also: str) -> None:
    """Owe that a person's message goes from the chat, and `also` others; where we are let."""
    chat = incoming.chat
    if chat.channel not in ERASING or not incoming.message:
        return
    work.outbox.owe(
        Owed(
            key=f"erase:{chat.channel}:{chat.id}:{incoming.message}",
            target=chat,
            kind=OwedKind.NOTICE,
            prompt=Prompt(()),
            language=LanguageCode(""),
            due_at=now,
            priority=PRIORITY[OwedKind.NOTICE],
            expires_at=now + ERASED_WITHIN,
            erases=(incoming.message, *also),
        )
    )


def owe_groups(  # noqa: PLR0913
    work: Work,
    unit: UnitId,
    prompt: Prompt,
    *,
    case: Case,
    referral: Referral,
    key: str,
    kind: OwedKind,
    language: LanguageCode,
    now: datetime,
    edits: bool = False,
    tapped: tuple[Chat, ReplyHandle] | None = None,
    only: Chat | None = None,
) -> int:
    """Owe a card or a reminder to every group of a unit; how many there are.

    A card takes the referral's slot, so that its later states replace it; a reminder takes another
    one, so that a repeat may. `tapped` is the group
    in which somebody just pressed a button: it is answered in place, where that is free. `only`
    is the one group that it goes to.
    """
    groups = [
        each
        for each in work.directory.groups_of(unit)
        if only is None or (each.chat.channel, each.chat.id) == (only.channel, only.id)
    ]
    for group in groups:
        here = tapped is not None and tapped[0].id == group.chat.id
        work.outbox.owe(
            Owed(
                key=group_key(key, referral, group.chat),
                target=group.chat,
                kind=OwedKind.REPLY if here else kind,
                prompt=prompt,
                language=language,
                due_at=now,
                priority=-1 if case.urgent and kind in ASKS else PRIORITY[kind],
                slot=_slot(referral, kind),
                edits=edits,
                conversation=case.conversation,
                referral=referral.id,
                unit=unit,
                reply=tapped[1] if tapped is not None and here else None,
            )
        )
    return len(groups)


def _slot(referral: Referral, kind: OwedKind) -> str:
    if kind is OwedKind.NOTICE:
        return ""
    return f"reminder:{referral.id}" if kind is OwedKind.REMINDER else card_slot(referral)


def card_slot(referral: Referral) -> str:
    """The place of a referral's card in a chat."""
    return f"card:{referral.id}"


def group_key(key: str, referral: Referral, chat: Chat) -> str:
    """The key of a message to one of several groups, so that each is owed it once.

    The hash has no key and needs none: it only tells a unit's few groups apart, and the store
    hashes the whole key of an owed message once more, with a secret, before it writes it down.
    """
    named = f"{referral.id}:{chat.channel}:{chat.id}".encode()
    return f"{key}:{hashlib.sha256(named).hexdigest()[:10]}"


def owe_officer(  # noqa: PLR0913
    work: Work,
    officer: Officer,
    prompt: Prompt,
    *,
    key: str,
    now: datetime,
    case: Case | None = None,
    referral: Referral | None = None,
    reply: ReplyHandle | None = None,
    alert: bool = False,
    removes: str = "",
) -> bool:
    """Owe a private message to an officer; an `alert` waits behind nothing, as in a group.

    `removes` is what they wrote that shall not stay.
    """
    usual = OwedKind.REPLY if reply else OwedKind.NOTICE
    urgent = alert and case is not None and case.urgent
    return work.outbox.owe(
        Owed(
            key=f"{key}:{officer.id}",
            target=Chat(officer.channel, officer.account),
            kind=OwedKind.ALERT if alert else usual,
            prompt=prompt,
            language=officer.language,
            due_at=now,
            priority=-1 if urgent else PRIORITY[OwedKind.ALERT if alert else OwedKind.NOTICE],
            conversation=case.conversation if case else None,
            referral=referral.id if referral else None,
            unit=officer.unit,
            reply=reply,
            removes=removes,
        )
    )


def owe_notice(
    work: Work, unit: UnitId, prompt: Prompt, *, key: str, language: LanguageCode, now: datetime
) -> int:
    """Owe a notice about no case to every group of a unit; how many there are."""
    groups = work.directory.groups_of(unit)
    for number, group in enumerate(groups):
        work.outbox.owe(
            Owed(
                key=f"{key}:{number}",
                target=group.chat,
                kind=OwedKind.NOTICE,
                prompt=prompt,
                language=language,
                due_at=now,
                priority=PRIORITY[OwedKind.NOTICE],
                unit=unit,
            )
        )
    return len(groups)
