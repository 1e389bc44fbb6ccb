"""The voice: prompts in words, in every language that is complete. No message is ever borrowed."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.catalogue.folder import (
    absent,
    entries,
    home,
    language_folders,
    messages_path,
    read,
    read_keys,
    settled,
)
from bot.catalogue.moments import Calendar
from bot.catalogue.templates import Template
from bot.catalogue.words import in_order
from bot.domain.ids import LanguageCode
from bot.domain.prompt import (
    Button,
    Line,
    Listing,
    Literal,
    Message,
    Moment,
    MomentForm,
    Named,
    Prompt,
    Quoted,
    Value,
    WordedButton,
)
from bot.domain.text import legible

Names = Callable[[str, str, LanguageCode], str]
"""The name of a province, district or unit: kind, code, language."""

_NEAR_DAYS = {-1: "yesterday", 0: "today", 1: "tomorrow"}


class MissingMessage(LookupError):  # noqa: N818  named as the other refusals are
    """A bug: a message is asked for that a language does not have. Nothing is shown instead."""

    def __init__(self, key: str, language: LanguageCode) -> None:
        """Name both."""
        super().__init__(f"there is no message {key!r} in {language!r}")
        self.key = key
        self.language = language


class MissingParameter(LookupError):  # noqa: N818  named as the other refusals are
    """A bug: a message has a place that was given nothing."""

    def __init__(self, key: str, name: str) -> None:
        """Name both."""
        super().__init__(f"message {key!r} is given no {name!r}")


_taken_apart = cache(Template)
"""A message's places, found when it is first said."""


class Catalogue:
    """All messages of all languages; the `Voice` of the use cases."""

    __slots__ = ("_calendars", "_languages", "_messages", "_names")

    def __init__(
        self,
        messages: Mapping[LanguageCode, Mapping[str, str]],
        *,
        languages: Sequence[LanguageCode],
        names: Names,
        timezone: str = "Asia/Bangkok",
    ) -> None:
        """`languages` are those offered, in order."""
        zone = ZoneInfo(timezone)
        self._languages = tuple(languages)
        self._names = names
        self._calendars = {language: Calendar(language, zone) for language in messages}
        self._messages = messages

    def languages(self) -> Sequence[LanguageCode]:
        """Languages that are complete, in the order in which they are offered."""
        return self._languages

    def word(self, prompt: Prompt, language: LanguageCode) -> Message:
        """The prompt in words, one line of it a paragraph.

        `MissingMessage` or `MissingParameter` where a message or its filling is lacking.
        """
        return Message(
            "\n".join([self.line(line, language) for line in prompt.lines]),
            tuple(tuple(self._button(button, language) for button in row) for row in prompt.rows),
            self.line(Line("button.share_place"), language) if prompt.location else "",
        )

    def line(self, line: Line, language: LanguageCode) -> str:
        """One message with its places filled; raises as `word` does."""
        template = self._template(line.key, language)
        if template is None:
            raise MissingMessage(line.key, language)
        if template.plain is not None:
            return template.plain
        params = line.params

        def filled(name: str) -> str:
            if name not in params:
                raise MissingParameter(line.key, name)
            value = params[name]
            if isinstance(value, Named) and value.kind == "unit":
                return self._within(value, language, first=name == template.first)
            return self._value(value, language)

        return template.fill(filled)

    def _within(self, unit: Named, language: LanguageCode, *, first: bool) -> str:
        """A unit inside a sentence ("the national duty team"), or as its first word."""
        said = self._names("unit_within", unit.code, language)
        return said[:1].upper() + said[1:] if first else said

    def text(self, key: str, language: LanguageCode) -> str:
        """A message that has nothing to fill, as it stands; empty where there is no such one."""
        template = self._template(key, language)
        return (template.plain or "") if template is not None else ""

    def _template(self, key: str, language: LanguageCode) -> Template | None:
        text = self._messages.get(language, {}).get(key)
        return None if text is None else _taken_apart(text)

    def _button(self, button: Button, language: LanguageCode) -> WordedButton:
        return WordedButton(self._value(button.label, language), button.payload)

    def _value(self, value: Value, language: LanguageCode) -> str:
        match value:
            case Line():
                said = self.line(value, language)
            case Literal(text) | str(text):
                # Two stars mark what stands out in our own messages; nobody's words do.
                said = legible(text).replace("**", "∗∗")
            case int():
                said = str(value)
            case Named(kind, code):
                said = self._name(kind, code, language)
            case Moment():
                said = self._moment(value, language)
            case Quoted(line, spoken):
                said = self.line(line, spoken)
            case Listing(items):
                words = [self._value(item, language) for item in items]
                said = self._calendars[language].joined(words)
        return said

    def _name(self, kind: str, code: str, language: LanguageCode) -> str:
        """Name a thing; a language to choose by its own name, a tongue somebody speaks in ours."""
        if kind == "language":
            return self.line(Line("language.name"), LanguageCode(code))
        if kind == "tongue":
            return self._calendars[language].tongue(code)
        return self._names(kind, code, language)

    def _moment(self, moment: Moment, language: LanguageCode) -> str:
        calendar = self._calendars[language]
        if moment.form is MomentForm.DATE:
            return calendar.date(moment.at)
        time = calendar.time(moment.at)
        if moment.form is MomentForm.TIME:
            return time
        near = _NEAR_DAYS.get(calendar.days_from(moment.now, moment.at)) if moment.now else None
        params: Mapping[str, Value] = {"day": calendar.day(moment.at), "time": time}
        match near:
            case "yesterday":
                return self.line(Line("moment.yesterday", params), language)
            case "today":
                return self.line(Line("moment.today", params), language)
            case "tomorrow":
                return self.line(Line("moment.tomorrow", params), language)
            case _:
                return self.line(Line("moment.day", params), language)


def load(names: Names, *, folder: Path | None = None, timezone: str = "Asia/Bangkok") -> Catalogue:
    """Every language of the folder (the one that comes with Rongthuk if none is given).

    A language that lacks one message for the worker is loaded but not offered.
    """
    messages, languages = _shipped() if folder is None else _read(folder)
    return Catalogue(messages, languages=languages, names=names, timezone=timezone)


_Messages = Mapping[LanguageCode, Mapping[str, str]]


@cache
def _shipped() -> tuple[_Messages, tuple[LanguageCode, ...]]:
    """What comes with Rongthuk, read once in the life of a process."""
    return _read(home())


def _read(folder: Path) -> tuple[_Messages, tuple[LanguageCode, ...]]:
    """Every language's settled messages, and the languages that are whole, in their order."""
    keys = read_keys(folder)
    catalogs = {code: read(messages_path(folder, code)) for code in language_folders(folder)}
    whole = {code for code, catalog in catalogs.items() if keys and not absent(keys, code, catalog)}
    messages = {
        code: {str(each.id): settled(each) for each in entries(catalog) if settled(each)}
        for code, catalog in catalogs.items()
    }
    return messages, tuple(code for code in in_order(folder) if code in whole)
