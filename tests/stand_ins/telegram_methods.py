"""The methods of the Bot API that the Telegram stand-in knows."""

from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from tests.stand_ins.telegram_chats import ChatState

if TYPE_CHECKING:
    from tests.stand_ins.telegram import TelegramStandIn

Json = dict[str, Any]


class ApiError(Exception):
    """An answer that is not ok."""

    def __init__(self, status: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def saying(self, value: object) -> Self:
        """The same with a description, or a number of seconds, of one's own."""
        if self.status == 429:
            seconds = value or 1
            return type(self)(429, self.description.format(seconds), retry_after=seconds)
        return type(self)(self.status, str(value or self.description))

    def answer(self) -> Json:
        """The body of the answer."""
        found: Json = {"ok": False, "error_code": self.status, "description": self.description}
        return {**found, "parameters": self.parameters} if self.parameters else found


class Methods:
    """What each method does to the chats."""

    def __init__(self, stand_in: "TelegramStandIn") -> None:
        self._stand_in = stand_in
        self._known = {
            "getMe": self._me,
            "getUpdates": self._updates,
            "sendMessage": self._send,
            "sendVoice": self._speak,
            "sendAudio": self._speak,
            "sendPhoto": self._picture,
            "editMessageText": self._edit,
            "deleteMessage": self._delete,
            "deleteMessages": self._delete,
            "answerCallbackQuery": self._acknowledge,
            "getFile": self._file,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook,
        }

    async def call(self, method: str, params: Json) -> object:
        """The result of a call; raises `ApiError`."""
        if method.startswith("setMy"):
            self._stand_in.profile[method, params.get("language_code", "")] = params
            return True
        if method.startswith("getMy"):
            return self._profile(method.removeprefix("getMy"), params.get("language_code", ""))
        if method not in self._known:
            raise ApiError(404, "Not Found")
        return await self._known[method](params)

    async def _me(self, _: Json) -> object:
        return self._stand_in.me()

    def _profile(self, what: str, language: str) -> object:
        """A text of the account; a language without its own is shown the general one."""
        known = self._stand_in.profile
        if what == "Commands":
            return known.get(("setMyCommands", language), {}).get("commands", [])
        name = {"Name": "name", "Description": "description"}.get(what, "short_description")
        general = known.get((f"setMy{what}", ""), {name: "Rongthuk" if what == "Name" else ""})
        return {name: known.get((f"setMy{what}", language), general)[name]}

    async def _updates(self, params: Json) -> object:
        updates = self._stand_in.updates
        if updates.url:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        found = await updates.after(
            int(params.get("offset", 0)),
            int(params.get("limit", 100)),
            float(params.get("timeout", 0)),
        )
        if found is None:
            raise ApiError(409, "Conflict: terminated by other getUpdates request")
        return found

    async def _send(self, params: Json) -> object:
        chat = self._open_chat(params)
        thread = str(params.get("message_thread_id", ""))
        if thread and thread not in (chat.topics or ()):
            raise ApiError(400, "Bad Request: message thread not found")
        self._limit(chat)
        shown = self._stand_in.show(chat, author=0, text=str(params["text"]))
        shown.markup = params.get("reply_markup", {})
        shown.entities = params.get("entities", [])
        shown.thread = thread
        shown.silent = str(params.get("disable_notification", "")).lower() == "true"
        shown.protected = str(params.get("protect_content", "")).lower() == "true"
        if "keyboard" in shown.markup:
            chat.keyboard = shown.keyboard
        if shown.markup.get("remove_keyboard"):
            chat.keyboard = []
        return self._stand_in.described(chat, shown)

    async def _speak(self, params: Json) -> object:
        """A voice message or a file of sound: uploaded, or one that is here already."""
        chat = self._open_chat(params)
        if "voice" in params and chat.hears_no_voices:
            raise ApiError(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN")
        kind = "voice" if "voice" in params else "audio"
        given = params[kind]
        if isinstance(given, str) and given not in self._stand_in.files:
            raise ApiError(400, "Bad Request: wrong file identifier/HTTP URL specified")
        self._limit(chat)
        kept = {"file_id": given, "file_unique_id": given[-8:]} if isinstance(given, str) else None
        kept = kept or self._stand_in.keep(given.file.read())
        shown = self._stand_in.show(chat, author=0, text="")
        shown.sound = self._stand_in.files[kept["file_id"]]
        shown.protected = str(params.get("protect_content", "")).lower() == "true"
        described = self._stand_in.described(chat, shown)
        return {**described, kind: {**kept, "duration": int(params["duration"])}}

    async def _picture(self, params: Json) -> object:
        """A photo, uploaded with its bytes; at most 10 MB."""
        chat = self._open_chat(params)
        content = params["photo"].file.read()
        if not content.startswith(b"\xff\xd8") or len(content) > 10_000_000:
            raise ApiError(400, "Bad Request: IMAGE_PROCESS_FAILED")
        self._limit(chat)
        shown = self._stand_in.show(chat, author=0, text=str(params.get("caption", "")))
        shown.picture = content
        shown.protected = str(params.get("protect_content", "")).lower() == "true"
        sizes = [{**self._stand_in.keep(content), "width": 64, "height": 48}]
        return {**self._stand_in.described(chat, shown), "photo": sizes}

    async def _edit(self, params: Json) -> object:
        chat = self._open_chat(params)
        shown = chat.find(int(params.get("message_id", 0)))
        if shown is None:
            raise ApiError(400, "Bad Request: message to edit not found")
        if shown.author or (shown.markup and "inline_keyboard" not in shown.markup):
            raise ApiError(400, "Bad Request: message can't be edited")
        markup, text = params.get("reply_markup", {}), str(params["text"])
        if (shown.text, shown.markup, shown.entities) == (text, markup, params.get("entities", [])):
            raise ApiError(
                400, "Bad Request: message is not modified: specified new message content"
            )
        self._limit(chat)
        shown.text, shown.markup, shown.entities = text, markup, params.get("entities", [])
        shown.edits += 1
        return self._stand_in.described(chat, shown)

    async def _delete(self, params: Json) -> object:
        chat = self._open_chat(params)
        one = [params["message_id"]] if "message_id" in params else []
        for message in params.get("message_ids", one):
            shown = chat.find(int(message))
            if shown and (chat.private or not shown.author):
                shown.deleted = True
        return True

    async def _acknowledge(self, params: Json) -> object:
        tap = params["callback_query_id"]
        if self._stand_in.taps.get(tap, True):
            raise ApiError(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            )
        self._stand_in.taps[tap] = True
        return True

    async def _file(self, params: Json) -> object:
        file = str(params["file_id"])
        content = self._stand_in.files.get(file)
        if content is None:
            raise ApiError(400, "Bad Request: invalid file_id")
        if len(content) > 20 * 1024 * 1024:
            raise ApiError(400, "Bad Request: file is too big")
        known = {"file_id": file, "file_unique_id": file[-8:], "file_size": len(content)}
        return {**known, "file_path": f"documents/{file}"}

    async def _set_webhook(self, params: Json) -> object:
        self._stand_in.updates.set_webhook(params["url"], params.get("secret_token", ""))
        return True

    async def _delete_webhook(self, _: Json) -> object:
        self._stand_in.updates.set_webhook("", "")
        return True

    async def _webhook(self, _: Json) -> object:
        updates = self._stand_in.updates
        found = {"url": updates.url, "has_custom_certificate": False}
        found["pending_update_count"] = len(updates.pending)
        return {**found, "last_error_message": updates.last_error} if updates.last_error else found

    def _open_chat(self, params: Json) -> ChatState:
        chat = self._stand_in.known_chat(int(params["chat_id"]))
        if chat is None or not chat.known:
            raise ApiError(400, "Bad Request: chat not found")
        if chat.moved_to:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.moved_to,
            )
        if not chat.reached:
            where = "by the user" if chat.private else f"from the {chat.kind} chat"
            did = "blocked" if chat.private else "kicked"
            raise ApiError(403, f"Forbidden: bot was {did} {where}")
        return chat

    def _limit(self, chat: ChatState) -> None:
        """Refuse what is too fast, where the stand-in is told to."""
        now = monotonic()
        most, period = (5, 5.0) if chat.private else (20, 60.0)
        chat.calls = [at for at in chat.calls if at > now - period]
        if self._stand_in.rates and len(chat.calls) >= most:
            after = int(chat.calls[0] + period - now) + 1
            raise ApiError(429, f"Too Many Requests: retry after {after}", retry_after=after)
        chat.calls.append(now)
