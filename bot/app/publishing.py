"""Puts the account's texts and menus on the platforms that are switched on."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from bot.app.assembly import voice
from bot.catalogue import Catalogue
from bot.config import Config
from bot.data.places import load_gazetteer
from bot.domain.errors import TryLater, Unreachable
from bot.domain.ids import Channel, LanguageCode
from bot.domain.profile import DrawnMenu
from bot.ports import Rejected
from bot.usecases.publish import Change, introductions, menus, publish_menus

_ENGLISH: Final = LanguageCode("en")
_PATIENCE: Final = timedelta(seconds=20)
"""How long a picture may take on its way."""
Perform = Callable[[str, Mapping[str, Any]], Awaitable[Any]]
"""Carries out an operator's command by its name, where the database is."""


@dataclass(slots=True)
class Published:
    """What was changed (or would be), which channels are off, and what went wrong where."""

    changes: list[Change] = field(default_factory=list)
    off: list[Channel] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def offered(config: Config) -> Catalogue:
    """The voice of the installation."""
    return voice(load_gazetteer(), config.service.timezone)


def drawn_menus(catalogue: Catalogue) -> tuple[DrawnMenu, ...]:
    """The menu of each language with its picture; raises `CannotDraw`."""
    from bot.documents.rich_menu import draw

    return tuple(DrawnMenu(menu, draw(menu)) for menu in menus(catalogue))


async def publish(
    config: Config,
    catalogue: Catalogue,
    perform: Perform,
    *,
    for_all: LanguageCode,
    dry: bool,
) -> Published:
    """Bring every channel that is on up to date; what one refuses does not stop the other."""
    done = Published()
    if config.telegram.enabled:
        await _on_telegram(config, catalogue, done, dry=dry)
    else:
        done.off.append(Channel.TELEGRAM)
    if config.line.enabled:
        await _on_line(config, catalogue, perform, done, for_all=for_all, dry=dry)
    else:
        done.off.append(Channel.LINE)
    return done


async def _on_telegram(config: Config, catalogue: Catalogue, done: Published, *, dry: bool) -> None:
    from bot.channels.telegram.account import too_long
    from bot.channels.telegram.send import TelegramSender

    others = _ENGLISH if _ENGLISH in catalogue.languages() else catalogue.languages()[0]
    wanted = tuple(introductions(catalogue, others))
    wrong = [
        f"telegram: {each.language or 'others'}: {what}"
        for each in wanted
        for what in too_long(each)
    ]
    if wrong:
        done.problems += wrong
        return
    settings = config.telegram
    sender = TelegramSender(settings.token, api_base_url=settings.api_base_url)
    try:
        for each in wanted:
            changed = await sender.introduce(each, dry=dry)
            done.changes += [Change(Channel.TELEGRAM, each.language, what) for what in changed]
    except TryLater as error:
        done.problems.append(_later("telegram", error))
    except (Rejected, Unreachable) as error:
        done.problems.append(f"telegram: it refused ({error})")
    finally:
        await sender.close()


async def _on_line(
    config: Config,
    catalogue: Catalogue,
    perform: Perform,
    done: Published,
    *,
    for_all: LanguageCode,
    dry: bool,
) -> None:
    from bot.channels.line.rich_menus import RichMenus
    from bot.channels.line.wire import LineError, Wire

    drawn = _drawn(catalogue, done)
    if drawn is None:
        return
    settings = config.line
    wire = Wire(
        settings.channel_access_token,
        api_base_url=settings.api_base_url,
        data_api_base_url=settings.data_api_base_url,
        timeout=_PATIENCE,
    )
    board = RichMenus(wire)
    kept = await perform("menus.kept", {"languages": _codes(drawn)})

    async def keep(language: str, value: str) -> None:
        await perform("menus.keep", {"language": language, "kept": value})

    try:
        async for change in publish_menus(board, drawn, kept, keep, for_all=for_all, dry=dry):
            done.changes.append(change)
    except TryLater as error:
        done.problems.append(_later("line", error))
    except LineError as error:
        done.problems.append(f"line: it refused ({error.status} {error.message})")
    finally:
        await wire.close()


def _drawn(catalogue: Catalogue, done: Published) -> Sequence[DrawnMenu] | None:
    """The menus, or None where one of them cannot be: then the problem is noted."""
    from bot.channels.line.rich_menus import too_large
    from bot.documents.rich_menu import CannotDraw

    try:
        drawn = drawn_menus(catalogue)
    except CannotDraw as error:
        done.problems.append(f"line: {error}")
        return None
    wrong = [f"line: {each.menu.language}: {what}" for each in drawn for what in too_large(each)]
    done.problems += wrong
    return None if wrong else drawn


def _codes(drawn: Sequence[DrawnMenu]) -> list[str]:
    return [each.menu.language for each in drawn]


def _later(channel: str, error: TryLater) -> str:
    """One line; what was done stays done, and the next run goes on from there."""
    wait = error.after.total_seconds()
    return f"{channel}: not reached, busy, or the token is wrong; try again after {wait:.0f} s"
