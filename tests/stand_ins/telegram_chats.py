"""What is to be seen in the chats of the Telegram stand-in."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Button:
    """A button as the person sees it."""

    label: str
    payload: str


@dataclass(slots=True)
class Shown:
    """One message as it stands on the screen now; `author` is 0 for the bot."""

    id: int
    author: int
    text: str
    at: float
    markup: Json = field(default_factory=dict)
    entities: list[Json] = field(default_factory=list)
    thread: str = ""
    silent: bool = False
    protected: bool = False
    edits: int = 0
    deleted: bool = False
    sound: bytes = b""
    picture: bytes = b""

    @property
    def rows(self) -> list[list[Button]]:
        """Inline buttons as they stand."""
        keyboard = self.markup.get("inline_keyboard", [])
        return [[Button(each["text"], each["callback_data"]) for each in row] for row in keyboard]

    @property
    def buttons(self) -> list[Button]:
        """Inline buttons in reading order."""
        return [button for row in self.rows for button in row]

    @property
    def keyboard(self) -> list[str]:
        """Labels of the reply keyboard it brought."""
        return [button["text"] for row in self.markup.get("keyboard", []) for button in row]


@dataclass(slots=True)
class ChatState:
    """A chat: `reached` is False while the bot is blocked, not yet opened, or not a member."""

    id: int
    kind: str
    title: str = ""
    reached: bool = False
    known: bool = False
    moved_to: int = 0
    topics: set[str] | None = None
    everything: list[Shown] = field(default_factory=list)
    keyboard: list[str] = field(default_factory=list)
    calls: list[float] = field(default_factory=list)
    hears_no_voices: bool = False

    @property
    def private(self) -> bool:
        """Whether one person alone is in it."""
        return self.kind == "private"

    @property
    def messages(self) -> list[Shown]:
        """What the bot wrote and what still stands there."""
        return [each for each in self.everything if not each.author and not each.deleted]

    @property
    def texts(self) -> list[str]:
        """Words of the bot's messages."""
        return [each.text for each in self.messages]

    @property
    def last(self) -> Shown:
        """The bot's newest message."""
        assert self.messages, f"the bot wrote nothing to {self.id}"
        return self.messages[-1]

    def find(self, message: int) -> Shown | None:
        """A message that still stands there."""
        return next((m for m in self.everything if m.id == message and not m.deleted), None)

    def described(self) -> Json:
        """The chat as Telegram's JSON has it."""
        named = {"first_name": self.title} if self.private else {"title": self.title}
        return {"id": self.id, "type": self.kind, **named}
