"""LINE's own description of its messages and events, made strict enough to trust."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

# As if not installed: its grammars of addresses take four seconds at import, for a check that is
# not asked for here.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

from jsonschema import Draft202012Validator, ValidationError  # noqa: E402  after the line above
from jsonschema.protocols import Validator  # noqa: E402
from jsonschema.validators import extend  # noqa: E402

_SPECS = Path(__file__).parents[3] / "shared" / "specs"
_AT = "#/components/schemas/"


def described() -> bool:
    """Whether the description lies beside the project on this machine."""
    return (_SPECS / "messaging-api.yml").exists() and (_SPECS / "webhook.yml").exists()


def faults(kind: str, value: Any, *, spec: str = "messaging-api") -> list[str]:  # noqa: ANN401  any JSON
    """What the description finds wrong; nothing where it is not on this machine."""
    if not described():
        return []
    found = _validator(spec, kind).iter_errors(value)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in found]


@cache
def _validator(spec: str, kind: str) -> Validator:
    follows = extend(Draft202012Validator, {"byType": _by_type})  # type: ignore[no-untyped-call]
    made: Validator = follows({"$ref": _AT + kind, "components": {"schemas": _strict(spec)}})
    return made


def _by_type(
    validator: Validator, mapping: dict[str, str], value: object, _: object
) -> Iterator[ValidationError]:
    """What a discriminator means, which validators do not follow."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind in mapping:
        yield from validator.descend(value, {"$ref": mapping[kind]})  # type: ignore[attr-defined]
    else:
        yield ValidationError(f"type {kind!r}")


@cache
def _strict(spec: str) -> dict[str, Any]:
    """The schemas: one with a discriminator leads to its kinds, and these take no unknown member.

    So a misspelt member is found.
    """
    text = (_SPECS / f"{spec}.yml").read_text()
    schemas: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)["components"]["schemas"]
    roots = {
        name: each["discriminator"]["mapping"]
        for name, each in schemas.items()
        if "mapping" in each.get("discriminator", {})
    }
    kinds = {ref.removeprefix(_AT) for mapping in roots.values() for ref in mapping.values()}
    strict = {name: _flat(each, schemas) for name, each in schemas.items() if name in kinds}
    return schemas | strict | {name: {"byType": mapping} for name, mapping in roots.items()}


def _flat(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """A kind with what it shares with the others, in one piece."""
    parts = [schema, *schema.get("allOf", ())]
    parts = [schemas[part["$ref"].removeprefix(_AT)] if "$ref" in part else part for part in parts]
    return {
        "type": "object",
        "required": sorted({name for part in parts for name in part.get("required", ())}),
        "properties": {k: v for part in parts for k, v in part.get("properties", {}).items()},
        "additionalProperties": False,
    }
