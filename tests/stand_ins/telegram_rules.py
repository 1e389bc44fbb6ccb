"""What Telegram refuses: limits it documents, and the shapes of its machine-readable description.

https://core.telegram.org/bots/api
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

Json = dict[str, Any]

SPEC: Final = Path(__file__).parents[3] / "shared" / "specs" / "telegram-bot-api.json"
"""Looked at where it lies beside the project; without it only the limits are checked."""

_STRUCTURED: Final = frozenset(
    {
        "reply_markup",
        "entities",
        "link_preview_options",
        "allowed_updates",
        "message_ids",
        "commands",
        "scope",
        "reply_parameters",
    }
)
_COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")
_SCALARS: Final[Mapping[str, Callable[[object], bool]]] = {
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool) or value in {"true", "false", "True"},
    "Integer": lambda value: re.fullmatch(r"-?\d+", str(value)) is not None,
    "Float": lambda value: re.fullmatch(r"-?\d+(\.\d+)?", str(value)) is not None,
    "InputFile": lambda _: True,
}


def taken_apart(form: Mapping[str, object]) -> Json:
    """Parameters of a form: what Telegram reads as JSON is read."""
    return {
        key: json.loads(value) if key in _STRUCTURED and isinstance(value, str) else value
        for key, value in form.items()
    }


class Spec:
    """The machine-readable description of the Bot API, or an empty one that knows no mistake."""

    def __init__(self, path: Path = SPEC) -> None:
        known = _described(path)
        self._methods: Json = known.get("methods", {})
        self._types: Json = known.get("types", {})

    def mistakes(self, method: str, params: Json) -> list[str]:
        """What the description does not allow in a call."""
        if not self._methods:
            return []
        if method not in self._methods:
            return [f"{method}: no such method"]
        return self._in_fields(method, params, self._methods[method].get("fields", []))

    def _in_fields(self, where: str, given: Json, fields: list[Json]) -> list[str]:
        known = {field["name"]: field for field in fields}
        found = [f"{where}: unknown {name}" for name in given if name not in known]
        found += [
            f"{where}: {name} is missing"
            for name, field in known.items()
            if field["required"] and name not in given
        ]
        for name, value in given.items():
            if name in known:
                found += self._in_value(f"{where}.{name}", value, known[name]["types"])
        return found

    def _in_value(self, where: str, value: object, types: list[str]) -> list[str]:
        verdicts = [self._against(where, value, kind) for kind in types]
        return [] if [] in verdicts else min(verdicts, key=len)

    def _against(self, where: str, value: object, kind: str) -> list[str]:
        if kind.startswith("Array of "):
            return self._in_list(where, value, kind.removeprefix("Array of "))
        if kind in _SCALARS:
            return [] if _SCALARS[kind](value) else [f"{where}: {value!r} is no {kind}"]
        described = self._types.get(kind, {})
        if described.get("subtypes"):
            return self._in_value(where, value, described["subtypes"])
        if not isinstance(value, dict):
            return [f"{where}: {value!r} is no {kind}"]
        return self._in_fields(where, value, described.get("fields", []))

    def _in_list(self, where: str, value: object, kind: str) -> list[str]:
        if not isinstance(value, list):
            return [f"{where}: {value!r} is no list"]
        return [mistake for each in value for mistake in self._in_value(where, each, [kind])]


@cache
def _described(path: Path) -> Json:
    known: Json = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return known


def over_limits(method: str, params: Json, *, private: bool) -> list[str]:
    """What a call has too much of, or nothing of."""
    found = list(_long_texts(method, params))
    if method in {"sendMessage", "editMessageText"}:
        found += _words(str(params.get("text", "")), params.get("entities", []))
        found += _keyboards(params.get("reply_markup", {}), private=private)
    if method == "deleteMessages" and not 1 <= len(params.get("message_ids", [])) <= 100:
        found.append("message_ids: not 1 to 100")
    if method == "setMyCommands":
        found += _commands(params.get("commands", []))
    return found


def _long_texts(method: str, params: Json) -> Iterator[str]:
    for (of, name), most in {
        ("answerCallbackQuery", "text"): 200,
        ("setMyName", "name"): 64,
        ("setMyDescription", "description"): 512,
        ("setMyShortDescription", "short_description"): 120,
        ("setWebhook", "secret_token"): 256,
    }.items():
        if method == of and len(str(params.get(name, ""))) > most:
            yield f"{method}: {name} over {most}"


def _words(text: str, entities: list[Json]) -> Iterator[str]:
    units = len(text.encode("utf-16-le")) // 2
    if not text.strip():
        yield "message text is empty"
    if units > 4096:
        yield f"message is too long: {units}"
    if text != text.strip():
        yield "text begins or ends with space, which shifts its entities"
    for entity in entities:
        if entity["length"] < 1 or entity["offset"] + entity["length"] > units:
            yield f"entity beyond the text: {entity}"


def _keyboards(markup: Json, *, private: bool) -> Iterator[str]:
    rows = markup.get("inline_keyboard", [])
    if "inline_keyboard" in markup and not any(rows):
        yield "an inline keyboard without buttons"
    if sum(map(len, rows)) > 100:
        yield f"{sum(map(len, rows))} buttons"
    for row in [*rows, *markup.get("keyboard", [])]:
        if not 1 <= len(row) <= 8:
            yield f"{len(row)} buttons in a row"
        for button in row:
            yield from _button(button, inline=bool(rows), private=private)


def _button(button: Json, *, inline: bool, private: bool) -> Iterator[str]:
    if not button.get("text", "").strip():
        yield f"a button without a label: {button}"
    if inline and not 1 <= len(button.get("callback_data", "").encode()) <= 64:
        yield f"BUTTON_DATA_INVALID: {button.get('callback_data')!r}"
    if button.get("request_location") and not private:
        yield "request_location outside a private chat"


def _commands(commands: list[Json]) -> Iterator[str]:
    if len(commands) > 100:
        yield f"{len(commands)} commands"
    for each in commands:
        if not _COMMAND.fullmatch(each["command"]) or not 1 <= len(each["description"]) <= 256:
            yield f"BOT_COMMAND_INVALID: {each}"
