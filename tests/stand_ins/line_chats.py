"""What people do and see on the played LINE: say, tap, share, send, take back, follow, block."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.stand_ins.line_screen import Shown

Event = dict[str, Any]
Post = Callable[[Event], str]


@dataclass
class ChatLog:
    """One chat; `size` is how many people are in it, `reached` False when the bot is shut out."""

    id: str
    messages: list[Shown] = field(default_factory=list)
    size: int = 1
    reached: bool = True

    @property
    def texts(self) -> list[str]:
        """Words of the bot's messages."""
        return [each.text for each in self.messages]

    @property
    def last(self) -> Shown:
        """The bot's newest message."""
        assert self.messages, f"the bot wrote nothing to {self.id}"
        return self.messages[-1]

    def payload(self, label: str) -> str:
        """That of the newest button with a label, or with part of it."""
        for message in reversed(self.messages):
            found = [each for each in message.buttons if label in each]
            if found:
                best = label if label in found else found[0]
                return message.buttons[best]
        raise AssertionError(f"no button {label!r} under {self.texts}")


_numbers = count(1)


def _number() -> str:
    return str(530_000_000_000_000_000 + next(_numbers))


@dataclass
class Person:
    """Somebody with the app, in their own chat with the account or in a group.

    What sends a message returns its id, every other verb that of the event.
    """

    id: str
    chat: ChatLog
    post: Post
    contents: dict[str, bytes]
    withheld: bool = False  # LINE does not tell the userId

    @property
    def messages(self) -> list[Shown]:
        """What the bot wrote here."""
        return self.chat.messages

    @property
    def last(self) -> Shown:
        """The bot's newest message here."""
        return self.chat.last

    def says(self, text: str) -> str:
        return self._sends({"type": "text", "text": text, "quoteToken": "q"})

    def quotes(self, message: str, text: str) -> str:
        """Write in answer to a message of the chat, one's own or the bot's."""
        said = {"type": "text", "text": text, "quoteToken": "q", "quotedMessageId": message}
        return self._sends(said)

    def taps(self, label: str = "", *, payload: str = "", on: Shown | None = None) -> str:
        """Tap the newest button with a label (or part of it), or one whose payload is known."""
        data = payload or (on.buttons[label] if on else self.chat.payload(label))
        return self.does({"type": "postback", "postback": {"data": data}})

    def shares(self, lat: float, lon: float, title: str = "", address: str = "") -> str:
        words = {"title": title, "address": address}
        place = {name: value for name, value in words.items() if value}
        return self._sends({"type": "location", "latitude": lat, "longitude": lon, **place})

    def sends_photo(self, content: bytes = b"\xff\xd8photo", *, album: str = "") -> str:
        album_of = {"imageSet": {"id": album, "index": 1, "total": 2}} if album else {}
        line = {"contentProvider": {"type": "line"}, "quoteToken": "q"}
        return self._sends({"type": "image", **line, **album_of}, content)

    def sends_voice(self, content: bytes = b"voice", *, seconds: int = 3) -> str:
        sound = {"duration": seconds * 1000, "contentProvider": {"type": "line"}}
        return self._sends({"type": "audio", **sound}, content)

    def sends_video(self, content: bytes = b"video") -> str:
        film = {"duration": 5000, "contentProvider": {"type": "line"}, "quoteToken": "q"}
        return self._sends({"type": "video", **film}, content)

    def sends_document(self, content: bytes = b"%PDF", name: str = "contract.pdf") -> str:
        file = {"fileName": name, "fileSize": len(content)}
        return self._sends({"type": "file", **file}, content)

    def sends_sticker(self, text: str = "") -> str:
        kind = {"packageId": "11537", "stickerId": "52002734", "stickerResourceType": "STATIC"}
        words = {"text": text, "stickerResourceType": "MESSAGE"} if text else {}
        return self._sends({"type": "sticker", **kind, "quoteToken": "q", **words})

    def unsends(self, message: str) -> str:
        """Take a message back."""
        self.contents.pop(message, None)
        return self.does({"type": "unsend", "unsend": {"messageId": message}}, answerable=False)

    def opens(self) -> str:
        """Add the account as a friend."""
        return self.follows()

    def follows(self, *, again: bool = False) -> str:
        """Add the account as a friend, or unblock it."""
        self.chat.reached = True
        return self.does({"type": "follow", "follow": {"isUnblocked": again}})

    def unblocks(self) -> str:
        """Unblock the account."""
        return self.follows(again=True)

    def blocks(self) -> str:
        """Block the account."""
        self.chat.reached = False
        return self.does({"type": "unfollow"}, answerable=False)

    def _sends(self, message: Event, content: bytes | None = None) -> str:
        number = _number()
        if content is not None:
            self.contents[number] = content
        self.does({"type": "message", "message": {"id": number, **message}})
        return number

    def does(self, event: Event, *, answerable: bool = True) -> str:
        """Let LINE tell the bot of any event of this person in this chat."""
        source = _source(self.chat.id) | ({} if self.withheld else {"userId": self.id})
        token = {"replyToken": ""} if answerable else {}
        return self.post({**event, "source": source, **token})


@dataclass
class Group:
    """A group chat with the account in it."""

    id: str
    chat: ChatLog
    post: Post
    contents: dict[str, bytes]

    @property
    def messages(self) -> list[Shown]:
        """What the bot wrote here."""
        return self.chat.messages

    @property
    def last(self) -> Shown:
        """The bot's newest message here."""
        return self.chat.last

    def member(self, person: str, *, withheld: bool = False) -> Person:
        """Somebody in this group."""
        return Person(person, self.chat, self.post, self.contents, withheld)

    def adds_bot(self) -> str:
        """Invite the account."""
        self.chat.reached = True
        return self.post({"type": "join", "source": _source(self.id), "replyToken": ""})

    def removes_bot(self) -> str:
        """Throw the account out."""
        self.chat.reached = False
        return self.post({"type": "leave", "source": _source(self.id)})


def _source(chat: str) -> Event:
    kind = {"C": "group", "R": "room"}.get(chat[:1])
    return {"type": kind, f"{kind}Id": chat} if kind else {"type": "user"}
