"""The bot's own account at Telegram: who it is, how it introduces itself, what its SDK may log."""

import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass

from telegram import Bot, User

from bot.channels.telegram.limits import COMMAND, DESCRIPTION, NAME, SHORT_DESCRIPTION
from bot.domain.profile import Introduction


@dataclass(frozen=True, slots=True)
class Account:
    """The bot as Telegram knows it.

    `reads_all` is true when privacy mode is off, `joins_groups` when it may be added to groups.
    """

    id: str
    username: str
    reads_all: bool
    joins_groups: bool

    @classmethod
    def of(cls, user: User) -> "Account":
        """Read from the answer to `getMe`."""
        return cls(
            str(user.id),
            user.username or "",
            bool(user.can_read_all_group_messages),
            bool(user.can_join_groups),
        )


async def introduce(bot: Bot, introduction: Introduction, *, dry: bool = False) -> tuple[str, ...]:
    """Set the texts of one language that differ from Telegram's; which these were.

    With `dry` nothing is set. Telegram lets names be changed a few times a day only, so what is
    right already is left alone. A language without a text of its own is shown the general one.
    """
    language = introduction.language or None
    commands = [*introduction.commands.items()]
    known = {
        "name": (await bot.get_my_name(language)).name,
        "short description": (await bot.get_my_short_description(language)).short_description,
        "description": (await bot.get_my_description(language)).description,
        "commands": [
            (each.command, each.description)
            for each in await bot.get_my_commands(language_code=language)
        ],
    }
    setters: Mapping[str, tuple[object, Callable[..., Awaitable[bool]]]] = {
        "name": (introduction.name, bot.set_my_name),
        "short description": (introduction.short_description, bot.set_my_short_description),
        "description": (introduction.description, bot.set_my_description),
        "commands": (commands, bot.set_my_commands),
    }
    differ = [what for what, (wanted, _) in setters.items() if known[what] != wanted]
    for what in [] if dry else differ:
        wanted, setter = setters[what]
        await setter(wanted, language_code=language)
    return tuple(differ)


def too_long(introduction: Introduction) -> Iterator[str]:
    """What of an introduction Telegram would not take, each with its length."""
    texts = {
        "name": (introduction.name, NAME),
        "short description": (introduction.short_description, SHORT_DESCRIPTION),
        "description": (introduction.description, DESCRIPTION),
        **{f"/{name}": (text, COMMAND) for name, text in introduction.commands.items()},
    }
    for what, (text, most) in texts.items():
        if not 1 <= len(text) <= most:
            yield f"{what} has {len(text)} characters; 1 to {most} fit"


def quiet() -> None:
    """Keep the SDK's own logs shut: they hold addresses with the token, and people's words.

    What goes wrong rises as an exception; nothing is lost.
    """
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
