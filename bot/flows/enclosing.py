"""What officers and workers see of a photo or voice that goes to a worker through the bot."""

from collections.abc import Iterator

from bot.domain.ids import ConversationId, LanguageCode
from bot.domain.incoming import MediaKind
from bot.domain.prompt import (
    Button,
    Line,
    Listing,
    Literal,
    Named,
    Prompt,
    Value,
    officer_payload,
    worker_payload,
)
from bot.domain.referral import Referral
from bot.domain.relay import RelayMessage
from bot.domain.wording import Audience, Key, Kind

KINDS = (MediaKind.PHOTO, MediaKind.VOICE)
SEE = "see"
"""The value of the button that shows the photo, or plays the voice, of an officer's message."""
CAPTION = "c"
"""Begins the value of a button that says how the words under a file were written."""
WAYS = ("language", "interpreted", "none")


def comes_with(kind: MediaKind) -> Line:
    """A photo or a voice comes at the worker's own tap: a lock screen would show it."""
    if kind is MediaKind.PHOTO:
        # wording: To the worker: the officer sends a photo; it is shown when they press 🖼.
        return Line("relay.photo")
    # wording: To the worker: the officer sends a voice message; it comes when they press 🔊.
    return Line("relay.voice")


def see(message: RelayMessage, conversation: ConversationId) -> tuple[tuple[Button, ...], ...]:
    """The worker's button that shows the photo or plays the voice."""
    if message.encloses is None:
        return ()
    photo = message.encloses is MediaKind.PHOTO
    # wording: Button: show me the officer's photo.
    # wording: Button: play me the officer's voice message.
    label = Line("choice.relay.photo") if photo else Line("choice.relay.voice")
    return ((Button(label, worker_payload(conversation, message.question, SEE)),),)


def came(reply: RelayMessage) -> Line:
    """That a worker answered with a file: which kind, and its number among the evidence."""
    if not reply.files:
        # wording: In the officer's private chat: a photo, recording or document has come.
        return Line("officer.relay.file")
    return Line(f"officer.relay.came.{reply.files[0]}", {"number": reply.number})


def enclosed_note(message: RelayMessage) -> list[Line]:
    """What the officer should know before a photo or voice is sent."""
    lines = []
    if message.meant:
        lines.append(_meant(message))
    if message.encloses is MediaKind.PHOTO:
        # wording: Before a photo is sent to the worker: what the bot does to it, what to look at.
        lines.append(Line("officer.relay.note.photo"))
    else:
        # wording: Before a voice message is sent to the worker: what the bot does to it.
        lines.append(Line("officer.relay.note.voice"))
    return lines


def _meant(message: RelayMessage) -> Line:
    # wording: What the officer asked an interpreter to say to the worker.
    return Line("officer.relay.meant", {"words": Literal(message.meant)})


def told(message: RelayMessage, said: Line) -> Value:
    """An officer's message in a word, for officers; `said` is its words."""
    parts: list[Value] = []
    if message.encloses is not None:
        parts.append(Line(f"officer.relay.sent.{message.encloses}"))
    if message.phrase or message.words:
        parts.append(said)
    if message.meant:
        parts.append(Literal(f"“{message.meant}”"))
    return parts[0] if len(parts) == 1 else Listing(tuple(parts))


def ask_how(message: RelayMessage, referral: Referral, language: LanguageCode) -> Prompt:
    """How the words under a file were written: nothing is translated by the bot."""
    tongue = Named("tongue", language)
    params: dict[str, Value] = {"language": tongue, "words": Literal(message.words)}
    # wording: The officer wrote words under a photo: in the worker's language, or how?
    line = Line("officer.relay.caption", params)
    rows = tuple((Button(_way(way, tongue), _chosen(referral, way, message)),) for way in WAYS)
    return Prompt((line,), rows)


def _way(way: str, tongue: Named) -> Line:
    if way == "language":
        return Line("officer.choice.relay.own_language", {"language": tongue})
    if way == "interpreted":
        return Line("officer.choice.relay.own_interpreted")
    # wording: Button: send the photo without the words under it.
    return Line("officer.choice.relay.without")


def _chosen(referral: Referral, way: str, message: RelayMessage) -> str:
    return officer_payload("write", referral.id, f"{CAPTION}.{way}.{message.id}")


def keys() -> Iterator[Key]:
    """The messages whose keys are put together."""
    for kind in MediaKind:
        about = f"The worker answered the officer with a {kind}; a number among the evidence."
        yield Key(f"officer.relay.came.{kind}", about, Kind.TEXT, Audience.OFFICER)
    for kind in KINDS:
        about = f"In the talk, in a word: the officer sent the worker a {kind}."
        yield Key(f"officer.relay.sent.{kind}", about, Kind.TEXT, Audience.OFFICER)
