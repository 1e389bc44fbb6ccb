"""From what is owed to what a channel is given."""

import uuid

from bot.domain.delivery import Owed
from bot.ports import Outgoing
from bot.usecases.desk import Desk

NAMESPACE = uuid.UUID("6e0c2c58-7f0c-4a57-9f0e-4d2f8f7b1d11")


async def outgoing(desk: Desk, owed: Owed) -> Outgoing:
    """The message in words, with its retry key, and what it replaces."""
    edit = ""
    if owed.edits and owed.slot:
        edit = await desk.store.read(lambda work: work.outbox.placed(owed.target, owed.slot))
    sound = await desk.recordings.sound(owed.prompt.sounds)
    return Outgoing(
        owed.target,
        desk.voice.word(owed.prompt, owed.language),
        str(uuid.uuid5(NAMESPACE, owed.key)),
        edit=edit,
        tap=tap_of(owed),
        protected=owed.referral is not None,
        toast=owed.toast,
        removes=owed.removes,
        language=owed.language,
        sound=sound,
    )


def tap_of(owed: Owed) -> str:
    """What the platform wants acknowledged, at the first try."""
    return owed.reply.tap if owed.reply is not None and owed.attempts == 0 else ""
