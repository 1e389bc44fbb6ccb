"""LINE's rich menus: made, shown to everybody, linked to a person, removed.

https://developers.line.biz/en/reference/messaging-api/#rich-menu
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from bot.channels.line.json_values import members, text_in
from bot.channels.line.limits import MENU_BAR, MENU_BYTES, MENU_LABEL, MENU_WIDTHS, units
from bot.channels.line.wire import LineError, Wire
from bot.domain.profile import Area, ChatMenu, DrawnMenu, MenuButton

_OURS: Final = "rongthuk "
_NOT_FOUND: Final = 404


class RichMenus:
    """The account's menus. Raises `LineError` and `TryLater`."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def ours(self) -> Mapping[str, str]:
        """Ids of the menus that bear our name, with their languages; others are left alone."""
        found = (await self._wire.get("/v2/bot/richmenu/list")).get("richmenus")
        listed = [members(each) for each in found] if isinstance(found, list) else []
        return {
            text_in(each, "richMenuId"): text_in(each, "name").removeprefix(_OURS)
            for each in listed
            if text_in(each, "name").startswith(_OURS)
        }

    async def for_all(self) -> str:
        """The id of the menu of everybody who has no other, or an empty string."""
        try:
            return text_in(await self._wire.get("/v2/bot/user/all/richmenu"), "richMenuId")
        except LineError as error:
            if error.status == _NOT_FOUND:
                return ""
            raise

    async def create(self, drawn: DrawnMenu) -> str:
        """Make a menu and give it its picture; its id."""
        made = await self._wire.post("/v2/bot/richmenu", described(drawn.menu))
        menu = text_in(made, "richMenuId")
        await self._wire.upload(f"/v2/bot/richmenu/{menu}/content", drawn.picture, "image/png")
        return menu

    async def show_to_all(self, menu: str) -> None:
        """Show it to everybody who has no other."""
        await self._wire.post(f"/v2/bot/user/all/richmenu/{menu}", {})

    async def link(self, person: str, menu: str) -> None:
        """Show it to one person, in place of that of everybody."""
        await self._wire.post(f"/v2/bot/user/{quote(person, safe='')}/richmenu/{menu}", {})

    async def remove(self, menu: str) -> None:
        """Take it away from everybody; well where it is gone already."""
        try:
            await self._wire.delete(f"/v2/bot/richmenu/{menu}")
        except LineError as error:
            if error.status != _NOT_FOUND:
                raise


def described(menu: ChatMenu) -> dict[str, Any]:
    """A menu as LINE takes it; a tap says the button's word, for a menu knows no conversation."""
    return {
        "size": {"width": menu.width, "height": menu.height},
        "selected": True,
        "name": _OURS + menu.language,
        "chatBarText": menu.bar,
        "areas": [
            _area(button, area) for button, area in zip(menu.buttons, menu.areas(), strict=True)
        ],
    }


def too_large(drawn: DrawnMenu) -> Iterator[str]:
    """What of a menu LINE would not take."""
    menu = drawn.menu
    if not 1 <= units(menu.bar) <= MENU_BAR:
        yield f"the bar has {units(menu.bar)} characters; 1 to {MENU_BAR} fit"
    if len(drawn.picture) > MENU_BYTES:
        yield f"the picture has {len(drawn.picture)} bytes; {MENU_BYTES} fit"
    if menu.width not in MENU_WIDTHS or menu.height * 1.45 > menu.width:
        yield f"{menu.width}x{menu.height} is no size of a menu"
    for button in menu.buttons:
        if not 1 <= units(button.label) <= MENU_LABEL:
            yield f"“{button.label}” has {units(button.label)} characters; 1 to {MENU_LABEL} fit"


def _area(button: MenuButton, area: Area) -> Mapping[str, Any]:
    return {
        "bounds": {"x": area.left, "y": area.top, "width": area.width, "height": area.height},
        "action": {"type": "message", "label": button.label, "text": button.label},
    }
