"""Puts everything together with keyword arguments; owns the clock and the dice.

Each part is imported when it is first asked for: a page that explains itself need not wait for a
database's libraries.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from bot.app.assembly import Assembly, open_office
    from bot.app.demonstration import demo
    from bot.app.serving import serve

_PARTS: Final = {
    "Assembly": "bot.app.assembly",
    "demo": "bot.app.demonstration",
    "open_office": "bot.app.assembly",
    "serve": "bot.app.serving",
}

__all__ = ["Assembly", "demo", "open_office", "serve"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  the language's own signature
    """The part of this name, imported now."""
    if name not in _PARTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PARTS[name]), name)
