"""People and groups at the Telegram stand-in: what they say, tap, send and do."""

from typing import TYPE_CHECKING, Any

from tests.stand_ins.telegram_chats import ChatState, Shown

if TYPE_CHECKING:
    from tests.stand_ins.telegram import TelegramStandIn

Json = dict[str, Any]

JPEG = b"\xff\xd8\xff\xe0 a picture \xff\xd9"
OGG = b"OggS a voice"


class Person:
    """Somebody in a chat; each verb returns the id of the update it made, 0 for none."""

    def __init__(
        self, stand_in: "TelegramStandIn", chat: ChatState, person: int, name: str, language: str
    ) -> None:
        self.id = person
        self.chat = chat
        self._stand_in = stand_in
        self._profile: Json = {"id": person, "is_bot": False, "first_name": name}
        if language:
            self._profile["language_code"] = language

    @property
    def messages(self) -> list[Shown]:
        """What the bot wrote here and what still stands."""
        return self.chat.messages

    @property
    def last(self) -> Shown:
        """The bot's newest message here."""
        return self.chat.last

    async def opens(self) -> int:
        """Press Start."""
        return await self.says("/start")

    async def says(self, text: str, *, thread: str = "") -> int:
        """Write; in a group with privacy mode only commands reach the bot."""
        entities = []
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            entities = [{"type": "bot_command", "offset": 0, "length": length}]
        hidden = not self.chat.private and self._stand_in.privacy and not entities
        topic = {"message_thread_id": int(thread), "is_topic_message": True} if thread else {}
        said = {"text": text, **({"entities": entities} if entities else {}), **topic}
        return self._sends(said, text, hidden=hidden)

    async def replies(self, text: str, to: Shown | None = None) -> int:
        """Answer one of the bot's messages, the newest by default, or one's own.

        It reaches the bot in groups, too.
        """
        shown = to or self.chat.last
        answered = self._stand_in.described(self.chat, shown)
        if shown.author == self.id:
            answered |= {"from": self._profile}
        return self._sends({"text": text, "reply_to_message": answered}, text)

    async def edits(self, text: str) -> int:
        """Change one's own newest message."""
        shown = next(m for m in reversed(self.chat.everything) if m.author == self.id)
        shown.text = text
        body = {**self._message(shown.id), "edit_date": self._stand_in.date(), "text": text}
        return self._stand_in.update("edited_message", body, f"chat {self.chat.id}")

    async def taps(self, label: str = "", *, payload: str = "", on: Shown | None = None) -> int:
        """Press the newest button with that label (or part of it) or that payload.

        A payload that stands nowhere any more is pressed on a screen that is behind.
        """
        if on is None and not payload and (typed := _best(label, self.chat.keyboard)):
            return await self.says(typed)
        for shown in [on] if on else reversed(self.chat.messages):
            if found := _pressed(shown, label, payload):
                return self._presses(shown, found)
        if payload:
            return self._presses(self.chat.last, payload)
        raise AssertionError(f"no button {label or payload!r} under {self.chat.texts}")

    async def shares(self, lat: float, lon: float, *, accuracy: float | None = None) -> int:
        """Share a position."""
        place: Json = {"latitude": lat, "longitude": lon}
        if accuracy is not None:
            place["horizontal_accuracy"] = accuracy
        return self._sends({"location": place})

    async def sends_photo(
        self, content: bytes = JPEG, *, caption: str = "", album: str = ""
    ) -> int:
        """Send a picture, which Telegram keeps in two sizes."""
        small, large = self._stand_in.keep(content[:4]), self._stand_in.keep(content)
        sizes = [{**small, "width": 90, "height": 67}, {**large, "width": 1280, "height": 960}]
        more = {"caption": caption} if caption else {}
        return self._sends({"photo": sizes, **more, **({"media_group_id": album} if album else {})})

    async def sends_voice(self, content: bytes = OGG, *, seconds: int = 5) -> int:
        """Send a recording."""
        kept = self._stand_in.keep(content)
        return self._sends({"voice": {**kept, "duration": seconds, "mime_type": "audio/ogg"}})

    async def sends_document(self, content: bytes, *, name: str, mime: str = "") -> int:
        """Send a file."""
        kept = self._stand_in.keep(content)
        return self._sends({"document": {**kept, "file_name": name, "mime_type": mime}})

    async def sends_sticker(self, emoji: str = "👍") -> int:
        """Send a sticker."""
        kind = {"type": "regular", "width": 512, "height": 512}
        flags = {"is_animated": False, "is_video": False, "emoji": emoji}
        return self._sends({"sticker": {**self._stand_in.keep(b"WEBP"), **kind, **flags}})

    async def sends(self, message: Json) -> int:
        """Send anything: fields of Telegram's `Message`."""
        return self._sends(message)

    async def blocks(self) -> int:
        """Block the bot."""
        return self._lets_in("kicked")

    async def unblocks(self) -> int:
        """Unblock the bot."""
        return self._lets_in("member")

    def _lets_in(self, status: str) -> int:
        was, self.chat.reached = self.chat.reached, status == "member"
        return self._stand_in.membership(
            self.chat, self._profile, "member" if was else "kicked", status
        )

    def _sends(self, body: Json, text: str = "", *, hidden: bool = False) -> int:
        if self.chat.private:
            self.chat.known = self.chat.reached = True
        shown = self._stand_in.show(self.chat, author=self.id, text=text)
        if hidden:
            return 0
        message = {**self._message(shown.id), **body}
        return self._stand_in.update("message", message, f"chat {self.chat.id}")

    def _message(self, message: int) -> Json:
        return {
            "message_id": message,
            "from": self._profile,
            "chat": self.chat.described(),
            "date": self._stand_in.date(),
        }

    def _presses(self, shown: Shown, payload: str) -> int:
        query = {
            "id": self._stand_in.new_tap(),
            "from": self._profile,
            "message": self._stand_in.described(self.chat, shown),
            "chat_instance": str(self.chat.id * 7919),
            "data": payload,
        }
        return self._stand_in.update("callback_query", query, f"tap {self.id}")


class Group:
    """A group chat; the bot is outside until it is added."""

    def __init__(self, stand_in: "TelegramStandIn", chat: ChatState) -> None:
        self.chat = chat
        self.id = chat.id
        self._stand_in = stand_in
        self._owner: Json = {"id": 9_000_001, "is_bot": False, "first_name": "Owner"}

    @property
    def messages(self) -> list[Shown]:
        """What the bot wrote here and what still stands."""
        return self.chat.messages

    @property
    def last(self) -> Shown:
        """The bot's newest message here."""
        return self.chat.last

    def member(self, person: int | str, name: str = "Officer", language: str = "th") -> Person:
        """Somebody who speaks in this group."""
        return Person(self._stand_in, self.chat, int(person), name, language)

    async def adds_bot(self) -> int:
        """Let the bot in."""
        self.chat.reached = self.chat.known = True
        return self._stand_in.membership(self.chat, self._owner, "left", "member")

    async def removes_bot(self) -> int:
        """Throw the bot out."""
        self.chat.reached = False
        return self._stand_in.membership(self.chat, self._owner, "member", "kicked")

    async def upgrades(self) -> "Group":
        """Become a supergroup, which has a new id; the new group."""
        new = self._stand_in.group(-1_000_000_000_000 + self.id, self.chat.title)
        new.chat.kind, new.chat.known, new.chat.reached = "supergroup", True, True
        self.chat.moved_to, self.chat.reached = new.id, False
        for chat, words in (
            (self.chat, {"migrate_to_chat_id": new.id}),
            (new.chat, {"migrate_from_chat_id": self.id}),
        ):
            shown = self._stand_in.show(chat, author=self._owner["id"], text="")
            body = {"message_id": shown.id, "from": self._owner, "chat": chat.described()}
            body |= {"date": self._stand_in.date(), **words}
            self._stand_in.update("message", body, f"chat {chat.id}")
        return new


def _best(label: str, labels: list[str]) -> str:
    """The label itself, or the first that contains it."""
    if label in labels:
        return label
    return next((each for each in labels if label and label in each), "")


def _pressed(shown: Shown, label: str, payload: str) -> str:
    payloads = {button.label: button.payload for button in shown.buttons}
    if payload:
        return payload if payload in payloads.values() else ""
    return payloads.get(_best(label, list(payloads)), "")
