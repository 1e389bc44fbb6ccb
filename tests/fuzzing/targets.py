"""What reads bytes from outside; each target's code is imported only when it is searched."""

from importlib import import_module
from typing import Final

from tests.fuzzing.target import Target

MODULES: Final = {
    "telegram": "readers",
    "line": "readers",
    "payloads": "readers",
    "simulator": "readers",
    "engine": "speaking",
    "places": "speaking",
    "typed": "speaking",
    "configuration": "handed_in",
    "policy": "handed_in",
    "tables": "handed_in",
    "translations": "given_back",
    "http": "wire",
    "office": "office",
    "photos": "media",
    "sounds": "media",
}


def target_of(name: str) -> Target:
    """The target of this name."""
    found: Target = import_module(f"tests.fuzzing.{MODULES[name]}").TARGETS[name]
    return found
