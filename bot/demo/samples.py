"""The files that people on the page can send: a photo and a recording made for this."""

from collections.abc import Mapping
from importlib.resources import files

from bot.channels.simulator.read import PHOTO, VOICE


def samples() -> Mapping[str, bytes]:
    """Their bytes, by name."""
    folder = files("bot.demo") / "page"
    return {name: (folder / name).read_bytes() for name in (PHOTO, VOICE)}
