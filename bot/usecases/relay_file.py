"""An officer sends a worker a photo or a voice message: fetched, made anew, shown once more."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.delivery import FETCHING
from bot.domain.enclosure import Enclosure, carried_as
from bot.domain.ids import EnclosureId
from bot.domain.incoming import Media
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.relay import MessageState
from bot.domain.slips import LONGEST_WORDS
from bot.domain.text import clean, graphemes
from bot.flows import enclosing
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.fetch_media import CAP
from bot.usecases.held_case import Held
from bot.usecases.relay_preview import of_case, preview, proposed, stale

OWN = "own_words"
INTERPRETED = "own_interpreted"
"""What an officer's next words are taken for. A note has a name and a way of its own."""
FILE = "own_file"
"""No words are awaited, but a photo or a voice message is taken."""
MOST_WAITING = 10
"""Messages of one case that may wait for the worker at a time; so many files may be proposed."""


def sent_file(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """A photo or voice for the worker: fetched as an owed job, then shown back. Nothing leaves.

    `held.carried` is what was awaited: it tells how the words under it were written.
    """
    del value
    media = held.incoming.content
    if not isinstance(media, Media):
        return [stale(held)]
    caption = clean(media.caption).strip()
    why = _refused(desk, work, held, media) or _too_long(caption)
    if why is not None:
        return [Prompt((why,))]
    kind = carried_as(media.kind, media.mime)
    enclosure = EnclosureId(desk.ids.evidence())
    message = proposed(
        desk,
        work,
        held,
        words=caption,
        interpreted=bool(caption) and held.carried == INTERPRETED,
        enclosure=enclosure,
        encloses=kind,
        unsure=bool(caption) and held.carried == FILE,
    )
    assert kind is not None  # noqa: S101  otherwise it was refused
    new = Enclosure(
        enclosure,
        held.conversation.id,
        kind,
        held.now,
        message=message.id,
        chat=held.incoming.chat,
        file=media.file,
    )
    work.enclosures.save(new, held.now)
    # wording: The officer's photo or voice message came; in a moment it is shown back to them.
    return [Prompt((Line("officer.relay.file_wait"),))]


def _refused(desk: Desk, work: Work, held: Held, media: Media) -> Line | None:
    """Why this file is not brought to the worker, where that shows before it is fetched."""
    if carried_as(media.kind, media.mime) is None:
        # wording: The officer sent a film or a document; the bot brings photos and voices only.
        return Line("officer.relay.no_files")
    if (media.size or 0) > CAP:
        # wording: The officer's file is too large to be passed on.
        return Line("officer.relay.file_too_large")
    if not reaches(desk, held):
        # wording: Somebody is on LINE, which fetches files by the web; ours has no address.
        return Line("officer.relay.file_no_address")
    open_ = [m for m in work.messages.of_case(held.case.reference) if m.encloses is not None]
    if sum(each.state is MessageState.PROPOSED for each in open_) >= MOST_WAITING:
        return Line("officer.relay.too_many", {"most": MOST_WAITING})
    return None


def reaches(desk: Desk, held: Held) -> bool:
    """Whether both can be brought a photo or voice: a platform that fetches needs our address."""
    fetching = {held.conversation.chat.channel, held.officer.channel} & FETCHING
    return not fetching or bool(desk.public_url)


def _too_long(caption: str) -> Line | None:
    long = graphemes(caption) > LONGEST_WORDS
    return Line("officer.relay.too_long", {"longest": LONGEST_WORDS}) if long else None


def captioned(desk: Desk, work: Work, held: Held, value: str) -> Prompt:
    """How the words under a file were written, or that they are left out: now it is shown."""
    way, _, which = value.partition(".")
    message = of_case(work, held, which)
    if message is None or message.state is not MessageState.PROPOSED or not message.unsure:
        return stale(held)
    if way not in enclosing.WAYS:
        return stale(held)
    words = "" if way == "none" else message.words
    sure = replace(message, unsure=False, words=words, interpreted=way == "interpreted")
    work.messages.save(sure)
    return preview(desk, work, held, sure)


def shown_back(desk: Desk, work: Work, held: Held, enclosure: Enclosure) -> Prompt | None:
    """Once it was made anew: the question whether it shall be sent, or how its words were written.

    None where it was given up meanwhile.
    """
    message = of_case(work, held, enclosure.message)
    if message is None or message.state is not MessageState.PROPOSED:
        return None
    if message.unsure:
        return enclosing.ask_how(message, held.referral, held.conversation.language)
    return preview(desk, work, held, message)


def could_not(held: Held, why: Line) -> Prompt:
    """It could not be used."""
    return Prompt((replace(why, params={"reference": Literal(held.case.reference)}),))
