"""What reached us from a platform, in our own words."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import Channel


@dataclass(frozen=True, slots=True)
class Chat:
    """Where a message came from or goes to.

    `id` is the platform's chat id (LINE: user, group or room id), `thread` a Telegram topic.
    """

    channel: Channel
    id: str
    private: bool = True
    thread: str = ""


class MediaKind(StrEnum):
    """What sort of file a message carried."""

    PHOTO = "photo"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Text:
    """Words, exactly as they came."""

    text: str


@dataclass(frozen=True, slots=True)
class Tap:
    """A press on a button; `tap` is what the platform wants acknowledged (Telegram), or empty."""

    payload: str
    tap: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A shared position in degrees (WGS84); `accuracy` in metres where the platform gives it."""

    lat: float
    lon: float
    accuracy: float | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A file that still lies with the platform.

    `file` is what the channel needs to fetch it, `album` joins the files of one sending.
    Sizes in bytes, `seconds` the length of sound or film.
    """

    kind: MediaKind
    file: str
    mime: str = ""
    size: int | None = None
    name: str = ""
    seconds: int | None = None
    album: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Sticker:
    """A sticker; never an answer."""

    emoji: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A shared address-book card, as one line of words."""

    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The person opened or unblocked the bot (Telegram's first start, LINE's follow)."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person blocked the bot."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The bot was added to a group."""


@dataclass(frozen=True, slots=True)
class Removed:
    """The bot was removed from a group, or the group is gone."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has a new id (Telegram: became a supergroup)."""

    to: str


@dataclass(frozen=True, slots=True)
class RepliedTo:
    """The earlier message of a chat that somebody answers by the platform's own gesture.

    `own`: whether the same person wrote it, None where the platform does not tell. `at` is when it
    was sent, aware UTC, where that is told.
    """

    message: str
    own: bool | None = None
    at: datetime | None = None


class Remainder(StrEnum):
    """What is left where somebody asked in words that one message be taken back."""

    NOTHING = "nothing"
    IN_CHAT = "in_chat"  # the platform does not let us take it out of the chat
    UNKNOWN = "unknown"  # nothing was kept of such a message: nothing is changed


@dataclass(frozen=True, slots=True)
class Unsent:
    """The person took a message back.

    `asked`: not by the platform's own gesture, which needs no answer, but by a word in reply to it;
    `album` are then the other messages of the same sending, which stand on the screen as one.
    """

    message: str
    album: tuple[str, ...] = ()
    asked: Remainder | None = None

    @property
    def messages(self) -> frozenset[str]:
        """All that is taken back."""
        return frozenset({self.message, *self.album} - {""})


@dataclass(frozen=True, slots=True)
class Edited:
    """The person changed the words of a message."""

    message: str
    text: str


@dataclass(frozen=True, slots=True)
class PinTyped:
    """What came of a PIN that somebody typed: its digits go no further than this.

    `well`: it has the right form; `easy`: others would try it early. `hashed` is its hash where
    one was to be chosen; `right` whether it fits the hash `against`.
    """

    well: bool = False
    easy: bool = False
    hashed: str = field(default="", repr=False)
    against: str = field(default="", repr=False)
    right: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An event nobody here knows; its raw form is kept sealed."""


Content = (
    Text
    | Tap
    | Location
    | Media
    | Sticker
    | Contact
    | Opened
    | Blocked
    | Joined
    | Removed
    | Moved
    | Unsent
    | Edited
    | PinTyped
    | Unreadable
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event of a platform.

    `event` is unique for ever within its channel. `account` is the sender's platform id, empty
    where the platform withholds it. `sent_at` is the platform's time, aware UTC. `language` is
    the profile's, as the platform words it. `raw` is the untouched event, for the sealed inbox.
    `replied_to` is the message that this one answers, where the person chose one.
    """

    event: str
    chat: Chat
    account: str
    sent_at: datetime
    content: Content
    message: str = ""
    reply_token: str = ""
    language: str = ""
    raw: bytes = field(default=b"", repr=False)
    replied_to: RepliedTo | None = None
