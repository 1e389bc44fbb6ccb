"""Typed words that mean something: answers, commands, danger, numbers, in every language."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

import regex

from bot.domain.ids import LanguageCode
from bot.domain.text import clean, digits, fold, normalise


class Meaning(StrEnum):
    """What a typed word, a slash command or a menu button says.

    `ok` is its own meaning: "ok" and a thumb up answer no screening question.
    """

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"
    SKIP = "skip"
    LATER = "later"
    BACK = "back"
    STOP = "stop"
    HELP = "help"
    MENU = "menu"
    LANGUAGE = "language"
    START = "start"
    START_OVER = "start_over"
    DELETE = "delete"
    WITHDRAW = "withdraw"
    HIDE = "hide"
    COPY = "copy"
    SAFE_NOW = "safe_now"
    EDIT = "edit"
    REVIEW = "review"
    CASE = "case"
    OK = "ok"


COMMANDS: Mapping[str, Meaning] = {
    **{meaning.value: meaning for meaning in Meaning},
    "startover": Meaning.START_OVER,
    "restart": Meaning.START_OVER,
    "notsure": Meaning.NOT_SURE,
    "clear": Meaning.HIDE,
    "mydata": Meaning.COPY,
    "safe": Meaning.SAFE_NOW,
    "cancel": Meaning.STOP,
    "settings": Meaning.MENU,
}
"""Slash commands, without the slash; Telegram shows `/settings` by itself."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language: several spellings for each meaning, romanised ones too.

    `particles` are polite endings that change nothing ("ครับ").
    """

    meanings: Mapping[Meaning, tuple[str, ...]] = field(default_factory=dict)
    danger: tuple[str, ...] = ()
    end_life: tuple[str, ...] = ()
    numbers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    particles: tuple[str, ...] = ()


M = TypeVar("M")

_COMMAND = re.compile(r"/([a-z_]{1,32})(@\w+)?(?:\s|$)", re.IGNORECASE)
# Written without spaces between words, or with spaces where the writer breathes.
_UNSPACED = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_SKIN_TONE = re.compile("[\U0001f3fb-\U0001f3ff]")
_WHITE = re.compile(r"\s+")
_COUNT = re.compile(r"[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+")
_LARGEST_COUNT = 9
"""Digits; a longer number is a phone number or a card, not a count."""


class Lexicon:
    """What typed words mean, the words of all languages taken together."""

    __slots__ = ("_danger", "_end_life", "_meanings", "_numbers", "_particles")

    def __init__(self, words: Mapping[LanguageCode, Words]) -> None:
        """Fold every word once."""
        self._meanings = {
            language: _index((meaning, spelt) for meaning, spelt in each.meanings.items())
            for language, each in words.items()
        }
        self._numbers = {language: _index(each.numbers.items()) for language, each in words.items()}
        self._particles = tuple(
            sorted({fold(p) for each in words.values() for p in each.particles} - {""}, key=len)
        )[::-1]
        self._danger = _Phrases(phrase for each in words.values() for phrase in each.danger)
        self._end_life = _Phrases(phrase for each in words.values() for phrase in each.end_life)

    def meaning(self, text: str, language: LanguageCode) -> Meaning | None:
        """What the whole text says, or None where it says more, nothing known, or two things.

        The person's own language is asked first, then all others at once.
        """
        command = _COMMAND.match(clean(text).strip())
        if command:
            return COMMANDS.get(command[1].lower())
        others = [index for code, index in self._meanings.items() if code != language]
        for indexes in ([self._meanings.get(language, {})], others):
            for form in self._forms(text):
                found = {meaning for index in indexes for meaning in index.get(form, ())}
                if found:
                    return found.pop() if len(found) == 1 else None
        return None

    def danger(self, text: str) -> bool:
        """Whether words of danger stand in the text, in any language.

        Over-inclusive: a negation is not looked for, since all that follows is the question "Are
        you in danger now?".
        """
        return self._danger.within(text)

    def end_life(self, text: str) -> bool:
        """Whether words about ending one's life stand in the text, in any language."""
        return self._end_life.within(text)

    def number(self, text: str, language: LanguageCode | None = None) -> int | None:
        """The one number in the text, or None.

        Digits of any script count anywhere, at most nine of them; a word from zero to ten counts
        by itself, the person's own language first.
        """
        counts = _COUNT.findall(digits(normalise(text)))
        if counts:
            figures = re.sub("[, ]", "", counts[0])
            return int(figures) if len(counts) == 1 and len(figures) <= _LARGEST_COUNT else None
        own = [self._numbers[language]] if language in self._numbers else []
        for indexes in (own, list(self._numbers.values())):
            for form in self._forms(text):
                found = {number for index in indexes for number in index.get(form, ())}
                if found:
                    return found.pop() if len(found) == 1 else None
        return None

    def conflicts(self) -> Iterator[tuple[LanguageCode, str, tuple[Meaning, ...]]]:
        """Spellings that one language lists under several meanings: none of them counts."""
        for language, index in self._meanings.items():
            for form, meanings in index.items():
                if len(meanings) > 1:
                    yield language, form, tuple(sorted(meanings))

    def _forms(self, text: str) -> Iterator[str]:
        """The text folded, and again with polite endings taken off one after the other."""
        form = _key(text)
        yield form
        while shorter := self._without_ending(form):
            form = shorter
            yield form

    def _without_ending(self, form: str) -> str:
        for particle in self._particles:
            rest = form.removesuffix(particle)
            if rest != form and (rest.endswith(" ") or _UNSPACED.search(particle)):
                return rest.rstrip()
        return ""


class _Phrases:
    """Phrases looked for inside a text: at word boundaries where words have spaces between."""

    __slots__ = ("_spaced", "_unspaced")

    def __init__(self, phrases: Iterable[str]) -> None:
        keys = {_key(phrase) for phrase in phrases} - {""}
        self._unspaced = tuple(key.replace(" ", "") for key in keys if _UNSPACED.search(key))
        self._spaced = tuple(f" {key} " for key in keys if not _UNSPACED.search(key))

    def within(self, text: str) -> bool:
        folded = fold(text)
        padded, tight = f" {folded} ", folded.replace(" ", "")
        emoji = f" {' '.join(_bare(text))} "
        return any(phrase in padded or phrase in emoji for phrase in self._spaced) or any(
            phrase in tight for phrase in self._unspaced
        )


def _bare(text: str) -> str:
    """A text that is only emoji, without skin tones and spaces, each once."""
    return "".join(dict.fromkeys(_WHITE.sub("", _SKIN_TONE.sub("", normalise(text)))))


def _key(text: str) -> str:
    return fold(text) or _bare(text)


def _index(entries: Iterable[tuple[M, Iterable[str]]]) -> dict[str, frozenset[M]]:
    """Folded spellings with all that they mean."""
    index: dict[str, frozenset[M]] = {}
    for meant, spellings in entries:
        for spelling in spellings:
            key = _key(spelling)
            index[key] = index.get(key, frozenset()) | {meant}
    index.pop("", None)
    return index
