"""The bot's own account at Telegram: who it is, how it introduces itself, what its SDK may log."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from telegram import Bot, User


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


async def introduce(bot: Bot, introduction: Introduction) -> None:
    """Set name, descriptions and commands of one language."""
    language = introduction.language or None
    await bot.set_my_name(introduction.name, language_code=language)
    await bot.set_my_short_description(introduction.short_description, language_code=language)
    await bot.set_my_description(introduction.description, language_code=language)
    await bot.set_my_commands([*introduction.commands.items()], language_code=language)


def quiet() -> None:
    """Keep the SDK's own logs shut: they hold addresses with the token, and people's words.

    What goes wrong rises as an exception; nothing is lost.
    """
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
