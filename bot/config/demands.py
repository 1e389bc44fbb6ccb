"""What a configuration must have besides its shape, told in plain words."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Final

from bot.config.tree import Config

Demand = tuple[str, str, str]
"""Section, key, and the rest of the sentence."""

_WEBHOOK_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
_TYPES: Final = {
    "bool": "must be true or false.",
    "int": "must be a whole number.",
    "string": "must be text in quotes.",
    "path": "must be the name of a file or folder, in quotes.",
    "model": "must be a table, written as [name] with its keys below.",
}


def demands(config: Config) -> Iterator[Demand]:
    """What is missing or does not fit together."""
    yield from _of_telegram(config)
    if config.line.enabled:
        tab = 'It is on the "{}" tab of the LINE console.'
        if not config.line.channel_secret:
            yield "line", "channel_secret", f"is missing. {tab.format('Basic settings')}"
        if not config.line.channel_access_token:
            yield "line", "channel_access_token", f"is missing. {tab.format('Messaging API')}"


def _of_telegram(config: Config) -> Iterator[Demand]:
    """https://core.telegram.org/bots/api#setwebhook names the characters of the secret."""
    telegram = config.telegram
    if not telegram.enabled:
        return
    if not telegram.token:
        yield "telegram", "token", "is missing. @BotFather gives it: write /mybots to him."
    if not telegram.by_webhook:
        return
    if not telegram.webhook_secret:
        cure = "Make one up (1 to 256 letters, digits, _ and -), or set mode to polling."
        yield "telegram", "webhook_secret", f"is missing. {cure}"
    elif not _WEBHOOK_SECRET.fullmatch(telegram.webhook_secret):
        yield "telegram", "webhook_secret", "must be 1 to 256 letters, digits, _ and -."
    if not config.service.public_url:
        cure = "Telegram must know where to deliver: write the https address of this server."
        yield "service", "public_url", f"is missing. {cure}"


def worded(error: dict[str, Any]) -> str:
    """What pydantic found, as the rest of a sentence; the value itself never stands in it."""
    kind, known = error["type"], error.get("ctx", {})
    match kind:
        case "extra_forbidden":
            return _unknown(error["loc"])
        case "value_error":
            return f"{known['error']}."
        case "literal_error":
            return f"must be {known['expected']}."
        case "greater_than_equal":
            return f"must be at least {known['ge']}."
        case "less_than_equal":
            return f"must be at most {known['le']}."
        case _:
            return _TYPES.get(kind.partition("_")[0], "cannot be understood.")


def _unknown(place: tuple[str, ...]) -> str:
    tree: Any = Config
    for step in place[:-1]:
        tree = tree.model_fields[step].annotation
    there = tuple(tree.model_fields)
    near = get_close_matches(place[-1], there, 1)
    meant = f'Is "{near[0]}" meant? ' if near else ""
    return f"is not known. {meant}There is: {', '.join(there)}."
