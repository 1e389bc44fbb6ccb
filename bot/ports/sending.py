"""How words reach a platform."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.ids import Channel, LanguageCode
from bot.domain.incoming import Chat, MediaKind
from bot.domain.prompt import Message, Prompt
from bot.domain.recording import Sound


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A photo (JPEG) or a voice (M4A) that stands before the words.

    `address` is where a platform that fetches such things finds it, for an hour; `milliseconds` is
    a voice's length.
    """

    kind: MediaKind
    content: bytes = field(repr=False)
    milliseconds: int = 0
    address: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One worded message for a channel.

    `edit` is the platform's id of the message to replace. `retry_key` is a UUID that is the same
    at each try. `silent` asks for no sound. `protected` asks that it cannot be passed on or saved
    (where the platform can); in groups it always is. `toast` is a short notice to whoever made
    the `tap`, instead of a message, where the platform has such a thing. `language` is the one it
    is worded in. `sound` is played before the words, `enclosed` shown before them; where there are
    none, it is all. `removes` are
    messages of the private chat, by commas, to be taken away once this one left, where the platform
    can; that it fails does not matter, but where there are no words it is all that is wanted.
    """

    chat: Chat
    message: Message
    retry_key: str
    edit: str = ""
    tap: str = ""
    silent: bool = False
    protected: bool = False
    toast: bool = False
    removes: str = ""
    language: str = ""
    sound: Sound | None = None
    enclosed: Enclosed | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """Messages that may be pushed this month (None: as many as wanted), and were."""

    limit: int | None
    used: int


class Gauge(Protocol):
    """A channel whose messages are counted."""

    async def quota(self) -> Quota:
        """This month's allowance; raises `TryLater`."""


class Sender(Protocol):
    """A channel's sending side."""

    @property
    def channel(self) -> Channel:
        """Which platform."""

    @property
    def edits(self) -> bool:
        """Whether a sent message can be changed."""

    async def send(self, outgoing: Sequence[Outgoing], *, reply_token: str = "") -> Sequence[str]:
        """Send messages of one chat, in order, at most five; the platform's ids of them.

        With a `reply_token` they answer in place, which on LINE is free. Raises `TryLater`,
        `Unreachable` or `Rejected`; a spent reply token raises `ReplyExpired`.
        """

    async def erase(self, chat: Chat, messages: Sequence[str]) -> None:
        """Take messages away from a private chat, a person's too, as far as the platform can.

        Raises `TryLater`, `Unreachable` or `Rejected`.
        """

    async def fetch(self, file: str, cap: int) -> AsyncIterator[bytes]:
        """The bytes of a file in pieces.

        Raises `TryLater` while it is prepared, `Unreachable` when it is gone or larger than `cap`
        bytes.
        """

    async def close(self) -> None:
        """Let go of connections."""


class Uploads(Protocol):
    """Files that a platform has already, by our name for them: each is sent there once."""

    async def known(self, name: str) -> str:
        """The platform's reference to it, or an empty string."""

    async def keep(self, name: str, file: str) -> None:
        """Remember it; an empty `file` forgets it."""


class ReplyExpired(Exception):  # noqa: N818  the delivery goes on by push
    """The reply token is spent or too old."""


class Rejected(Exception):  # noqa: N818  a delivery's outcome
    """The platform will not take this message: our mistake. Its target can still be reached."""


class Voice(Protocol):
    """The catalogue, as the use cases see it."""

    def word(self, prompt: Prompt, language: LanguageCode) -> Message:
        """The prompt in words."""

    def languages(self) -> Sequence[LanguageCode]:
        """Languages that are complete, in the order in which they are offered."""
