"""LINE's rich menus as its API keeps them: their rules, their pictures, who sees which.

https://developers.line.biz/en/reference/messaging-api/#rich-menu
"""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from aiohttp import web

from tests.stand_ins.line_schema import faults

Json = dict[str, Any]
_PNG = b"\x89PNG\r\n\x1a\n"


class LineMenus:
    """The menus of the account; `refuse` answers what breaks a rule, and remembers it."""

    def __init__(self, refuse: Callable[..., web.Response]) -> None:
        self.known: dict[str, Json] = {}
        self.pictures: dict[str, bytes] = {}
        self.for_all = ""
        self.linked: dict[str, str] = {}
        self._refuse = refuse
        self._numbers = count(1)

    def answer(self, method: str, path: str, body: Json) -> web.Response:
        """What LINE answers to a call about menus."""
        match [method, *path.removeprefix("/v2/bot/").split("/")]:
            case ["POST", "richmenu"]:
                return self._create(body)
            case ["GET", "richmenu", "list"]:
                listed = [{"richMenuId": menu, **body} for menu, body in self.known.items()]
                return web.json_response({"richmenus": listed})
            case ["POST", "richmenu", menu, "content"] if menu in self.known:
                return self._picture(menu, body.get("image", b""))
            case ["DELETE", "richmenu", menu] if menu in self.known:
                del self.known[menu]
                self.for_all = "" if self.for_all == menu else self.for_all
                return web.json_response({})
            case ["GET", "user", "all", "richmenu"] if self.for_all:
                return web.json_response({"richMenuId": self.for_all})
            case ["POST", "user", person, "richmenu", menu] if menu in self.pictures:
                return self._show(person, menu)
        return _answer_missing()

    def _create(self, body: Json) -> web.Response:
        found = [*_refusals(body), *faults("RichMenuRequest", body)]
        if found:
            return self._refuse(*found)
        menu = f"richmenu-{next(self._numbers):032x}"
        self.known[menu] = body
        return web.json_response({"richMenuId": menu})

    def _picture(self, menu: str, picture: bytes) -> web.Response:
        if not picture.startswith(_PNG) or len(picture) > 1024 * 1024:
            return self._refuse("the image is no PNG of at most 1 MB")
        shown = {
            "width": int.from_bytes(picture[16:20], "big"),
            "height": int.from_bytes(picture[20:24], "big"),
        }
        if shown != self.known[menu]["size"]:
            return self._refuse(f"the image is not of the menu's size: {shown}")
        if menu in self.pictures:
            return self._refuse("an image has already been uploaded to the richmenu")
        self.pictures[menu] = picture
        return web.json_response({})

    def _show(self, person: str, menu: str) -> web.Response:
        if person == "all":
            self.for_all = menu
        else:
            self.linked[person] = menu
        return web.json_response({})


def _answer_missing() -> web.Response:
    return web.json_response({"message": "richmenu not found"}, status=404)


def _refusals(body: Json) -> Iterator[str]:
    size = body.get("size", {})
    width, height = size.get("width", 0), size.get("height", 0)
    if not 800 <= width <= 2500 or height < 250 or width / height < 1.45:
        yield f"size {width}x{height}"
    if not 1 <= len(body.get("chatBarText", "")) <= 14:
        yield "chatBarText of 1 to 14"
    if not 1 <= len(body.get("name", "")) <= 300:
        yield "name of 1 to 300"
    if not 1 <= len(body.get("areas", ())) <= 20:
        yield "1 to 20 areas"
    for area in body.get("areas", ()):
        bounds = area["bounds"]
        if bounds["x"] + bounds["width"] > width or bounds["y"] + bounds["height"] > height:
            yield f"an area outside of the menu: {bounds}"
        if len(area["action"].get("label", "")) > 20 or not area["action"].get("text"):
            yield f"an action without words, or a label over 20: {area['action']}"
