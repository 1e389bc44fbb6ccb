"""Shows each person the menu of their language: beside the sending, and never in its way."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from time import monotonic
from typing import Final

from bot.channels.line.rich_menus import RichMenus
from bot.channels.line.wire import LineError
from bot.domain.errors import TryLater

_REMEMBERED: Final = 10_000  # people
_KNOWN_FOR: Final = 3600.0
"""Seconds until LINE is asked again which menus there are: they may have been published anew."""


class MenuLinks:
    """Which menu each person was last shown, as far as this process knows."""

    def __init__(self, board: RichMenus) -> None:
        self._board = board
        self._shown: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._menus: Mapping[str, str] = {}
        self._asked_at = -_KNOWN_FOR
        self._asking = asyncio.Lock()
        self._under_way: set[asyncio.Task[None]] = set()

    def show(self, person: str, language: str) -> None:
        """Have a person shown the menu of a language, unless they are already; does not wait."""
        shown, asked_at = self._shown.get(person, ("", 0.0))
        if shown == language and monotonic() - asked_at < _KNOWN_FOR:
            return
        self._remember(person, language)
        task = asyncio.create_task(self._link(person, language))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def close(self) -> None:
        """Leave what is still under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _link(self, person: str, language: str) -> None:
        """A menu is a convenience: what fails is tried again at the next message, and not told."""
        try:
            menu = (await self._known()).get(language)
            if menu:
                await self._board.link(person, menu)
        except (LineError, TryLater):
            self._shown.pop(person, None)

    async def _known(self) -> Mapping[str, str]:
        """The menu of each language; a failure counts as none, so that LINE is not pestered."""
        async with self._asking:
            if monotonic() - self._asked_at >= _KNOWN_FOR:
                self._asked_at, self._menus = monotonic(), {}
                found = await self._board.ours()
                self._menus = {language: menu for menu, language in found.items()}
            return self._menus

    def _remember(self, person: str, language: str) -> None:
        self._shown[person] = language, monotonic()
        self._shown.move_to_end(person)
        if len(self._shown) > _REMEMBERED:
            self._shown.popitem(last=False)
