"""What people meet before they write: the account's texts, and the menu below the chat."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from bot.domain.ids import LanguageCode
from bot.domain.lexicon import Meaning


@dataclass(frozen=True, slots=True)
class Introduction:
    """What people of one language see before they write; an empty `language` is for the others.

    `commands` maps a command (without its slash) to its explanation.
    """

    language: str
    name: str
    short_description: str
    description: str
    commands: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MenuButton:
    """A picture in the menu; a tap says `label`, a word that means `meaning`."""

    meaning: Meaning
    label: str


@dataclass(frozen=True, slots=True)
class Area:
    """Where a button is, in pixels from the top left corner."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ChatMenu:
    """The menu of one language: buttons in one row, `bar` on the bar that opens it."""

    language: LanguageCode
    bar: str
    buttons: tuple[MenuButton, ...]
    width: int = 2500
    height: int = 843

    def areas(self) -> tuple[Area, ...]:
        """One area for each button, side by side, leaving no pixel out."""
        many = len(self.buttons)
        edges = [self.width * n // many for n in range(many + 1)]
        return tuple(Area(left, 0, right - left, self.height) for left, right in pairwise(edges))


@dataclass(frozen=True, slots=True)
class DrawnMenu:
    """A menu and its picture, a PNG."""

    menu: ChatMenu
    picture: bytes
