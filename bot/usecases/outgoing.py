"""From what is owed to what a channel is given."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.delivery import FETCHING, Owed
from bot.domain.enclosure import Enclosure
from bot.domain.ids import EvidenceId
from bot.domain.incoming import MediaKind
from bot.domain.prompt import Line, Prompt
from bot.ports import Enclosed, Outgoing, Work
from bot.usecases.desk import Desk

NAMESPACE = uuid.UUID("6e0c2c58-7f0c-4a57-9f0e-4d2f8f7b1d11")
FETCHED_WITHIN = timedelta(hours=1)
"""So long a platform that fetches photos and voices itself finds one behind its address."""
SUFFIXES = {MediaKind.PHOTO: "jpg", MediaKind.VOICE: "m4a"}


async def outgoing(desk: Desk, owed: Owed) -> Outgoing:
    """The message in words, with its retry key, and what it replaces."""
    edit = ""
    if owed.edits and owed.slot:
        edit = await desk.store.read(lambda work: work.outbox.placed(owed.target, owed.slot))
    sound = await desk.recordings.sound(owed.prompt.sounds)
    enclosed = await _enclosed(desk, owed) if owed.prompt.encloses else None
    return Outgoing(
        owed.target,
        desk.voice.word(_said(owed.prompt, enclosed), owed.language),
        str(uuid.uuid5(NAMESPACE, owed.key)),
        edit=edit,
        tap=tap_of(owed),
        protected=owed.referral is not None,
        toast=owed.toast,
        removes=owed.removes,
        language=owed.language,
        sound=sound,
        enclosed=enclosed,
    )


def _said(prompt: Prompt, enclosed: Enclosed | None) -> Prompt:
    """The words; where there are none and what they were to go with is gone, that it is."""
    if prompt.lines or not prompt.encloses or enclosed is not None:
        return prompt
    # wording: To the worker, who wants to see a photo or hear a voice that was taken back since.
    return replace(prompt, lines=(Line("relay.gone"),))


async def _enclosed(desk: Desk, owed: Owed) -> Enclosed | None:
    """The photo or voice, and a new address for it where the platform comes and fetches it."""
    now = desk.clock()
    fetched = owed.target.channel in FETCHING
    if fetched and not desk.public_url:
        return None
    token = desk.ids.secret() if fetched else ""

    def found(work: Work) -> Enclosure | None:
        return _linked(work, owed, token, now)

    enclosure = await (desk.store.write(found) if token else desk.store.read(found))
    if enclosure is None:
        return None
    try:
        content = await desk.files.open(EvidenceId(enclosure.id), enclosure.key)
    except FileNotFoundError:
        return None
    address = f"{desk.public_url}/enclosed/{token}.{SUFFIXES[enclosure.kind]}" if token else ""
    return Enclosed(enclosure.kind, content, enclosure.milliseconds, address)


def _linked(work: Work, owed: Owed, token: str, now: datetime) -> Enclosure | None:
    enclosure = work.enclosures.get(owed.prompt.encloses)
    if enclosure is None or not enclosure.is_ready:
        return None
    if token:
        work.enclosures.link(token, enclosure, now + FETCHED_WITHIN)
    return enclosure


def tap_of(owed: Owed) -> str:
    """What the platform wants acknowledged, at the first try."""
    return owed.reply.tap if owed.reply is not None and owed.attempts == 0 else ""
