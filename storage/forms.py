"""Values of the domain as bytes and back: JSON, read and written by pydantic.

A field that is new has a default, so that what was stored before it came still loads.
"""

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


def to_bytes(value: object) -> bytes:
    """A dataclass of the domain as JSON; raises where a field is not of its type."""
    return _adapter(type(value)).dump_json(value, warnings="error")  # type: ignore[arg-type]


def from_bytes(kind: type[T], form: bytes) -> T:
    """The value a form was made of; a form that is none is a `ValueError`."""
    value: T = _adapter(kind).validate_json(form)  # type: ignore[arg-type]
    return value


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
