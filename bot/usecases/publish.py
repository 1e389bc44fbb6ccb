"""Publishes the account's texts and menus: worded in every language, changed only where needed.

Names and menus are neutral (safety rule 11): whoever looks at the phone learns that it is a free
service for workers, and no more.
"""

from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, Protocol

from bot.domain.ids import Channel, LanguageCode
from bot.domain.lexicon import Meaning
from bot.domain.profile import ChatMenu, DrawnMenu, Introduction, MenuButton
from bot.domain.prompt import Line, Prompt
from bot.ports import Office, Voice, Work, WrongArgument

_MARK: Final = "line.menu."

# wording: The account's name in the list of chats. Neutral, true: a boss may look at the phone.
_NAME: Final = Line("profile.name")
# wording: A line on the account's page, at most 120 characters. Neutral.
_SHORT: Final = Line("profile.short")
# wording: In the empty chat, before the first message, at most 512 characters. Neutral.
_ABOUT: Final = Line("profile.about")
_COMMANDS: Final[Mapping[str, Line]] = {
    # wording: Telegram's list of commands, beside /start: begin, or go on where one was. Neutral.
    "start": Line("profile.command.start"),
    # wording: Beside /menu. Neutral.
    "menu": Line("profile.command.menu"),
    # wording: Beside /language: choose another language.
    "language": Line("profile.command.language"),
    # wording: Beside /help: phone numbers for help. Neutral.
    "help": Line("profile.command.help"),
    # wording: Beside /stop: stop for now.
    "stop": Line("profile.command.stop"),
    # wording: Beside /delete: delete what one wrote.
    "delete": Line("profile.command.delete"),
}
_BUTTONS: Final[Mapping[Meaning, Line]] = {
    # wording: LINE's menu; a tap says this word, so it is one that words.toml lists under menu.
    Meaning.MENU: Line("profile.menu.menu"),
    # wording: LINE's menu; a tap says this word, so it is one that words.toml lists under language.
    Meaning.LANGUAGE: Line("profile.menu.language"),
    # wording: LINE's menu; a tap says this word, so it is one that words.toml lists under help.
    Meaning.HELP: Line("profile.menu.help"),
    # wording: LINE's menu; a tap says this word, so it is one that words.toml lists under stop.
    Meaning.STOP: Line("profile.menu.stop"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was changed, or in a dry run would be; an empty language is for all."""

    channel: Channel
    language: str
    what: str


class MenuBoard(Protocol):
    """The menus of an account, as LINE keeps them."""

    async def ours(self) -> Collection[str]:
        """Ids of the menus we made."""

    async def for_all(self) -> str:
        """The id of the menu of everybody who has no other, or an empty string."""

    async def create(self, drawn: DrawnMenu) -> str:
        """Make a menu with its picture; its id."""

    async def show_to_all(self, menu: str) -> None:
        """Show it to everybody who has no other."""

    async def remove(self, menu: str) -> None:
        """Take it away from everybody."""


def introductions(voice: Voice, others: LanguageCode) -> Iterator[Introduction]:
    """The account's texts: in the language `others` for those whose own is none of ours, then each.

    Only languages with a code of two letters: Telegram knows no others.
    """
    yield _introduction(voice, others, "")
    for language in voice.languages():
        if len(language) == 2:  # noqa: PLR2004  ISO 639-1
            yield _introduction(voice, language, language)


def menus(voice: Voice) -> tuple[ChatMenu, ...]:
    """The menu of each language."""
    return tuple(
        ChatMenu(
            language,
            _said(voice, _BUTTONS[Meaning.MENU], language),
            tuple(
                MenuButton(meaning, _said(voice, line, language))
                for meaning, line in _BUTTONS.items()
            ),
        )
        for language in voice.languages()
    )


async def kept_menus(office: Office, *, languages: Sequence[str]) -> dict[str, str]:
    """What is kept of each language's menu: its digest and its id, or an empty string."""

    def body(work: Work) -> dict[str, str]:
        return {each: work.marks.get(_MARK + each) for each in languages}

    return await office.store.read(body)


async def keep_menu(office: Office, *, language: str, kept: str) -> None:
    """Keep a menu's digest and id."""
    if not language.isalpha():
        raise WrongArgument("language", "is not a code of letters")
    await office.store.write(lambda work: work.marks.set(_MARK + language, kept))


async def publish_menus(
    board: MenuBoard,
    drawn: Sequence[DrawnMenu],
    kept: Mapping[str, str],
    keep: Callable[[str, str], Awaitable[Any]],
    *,
    for_all: LanguageCode,
    dry: bool = False,
) -> AsyncIterator[Change]:
    """Create the menus that are new or differ, show that of `for_all`, remove our old ones.

    Each menu is kept as soon as it is whole, so that a run that breaks off is continued by the
    next. Says what was done once it was; `dry` does nothing of it. Raises what the board raises.
    """
    there = set(await board.ours())
    ids: dict[LanguageCode, str] = {}
    for each in drawn:
        language, digest = each.menu.language, _digest(each)
        was, _, menu = kept.get(language, "").partition(" ")
        if was != digest or menu not in there:
            menu = "" if dry else await board.create(each)
            if not dry:
                await keep(language, f"{digest} {menu}")
            yield Change(Channel.LINE, language, "menu")
        ids[language] = menu
    if not ids[for_all] or await board.for_all() != ids[for_all]:
        if not dry:
            await board.show_to_all(ids[for_all])
        yield Change(Channel.LINE, for_all, "menu for all")
    # Nothing points to these: replaced ones, languages given up, those of runs that broke off.
    for old in sorted(there - set(ids.values())):
        if not dry:
            await board.remove(old)
        yield Change(Channel.LINE, "", f"{old} removed")


def _digest(drawn: DrawnMenu) -> str:
    """A name for all that a menu is: another menu has another."""
    return sha256(repr(drawn).encode()).hexdigest()[:16]


def _introduction(voice: Voice, language: LanguageCode, code: str) -> Introduction:
    return Introduction(
        code,
        _said(voice, _NAME, language),
        _said(voice, _SHORT, language),
        _said(voice, _ABOUT, language),
        {command: _said(voice, line, language) for command, line in _COMMANDS.items()},
    )


def _said(voice: Voice, line: Line, language: LanguageCode) -> str:
    return voice.word(Prompt((line,)), language).text
