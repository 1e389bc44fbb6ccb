"""The kinds of agencies as shipped, and agencies read from the rows of a table."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from bot.data.places import load_gazetteer
from bot.data.screening import load_screening
from bot.domain.agency import NAME, Agency, AgencyKind, BossLearns, KindRules, Reach
from bot.domain.ids import ProvinceCode, UnitId

KEYS = ("id", "kind", "name_th", "name_en", "provinces", "categories", "reach", "phone", "address")
"""The columns of a table of agencies; several provinces or categories are parted by spaces."""
NEVER = {
    "employer": "an employer",
    "boss": "an employer",
    "agent": "an agent",
    "broker": "an agent",
    "recruiter": "an agent",
    "embassy": "an embassy",
    "consulate": "an embassy",
    "immigration": "the immigration office",
}
"""Who is never contacted (safety rules 12 and 33), by the words one might try."""


class BadAgencyError(ValueError):
    """A row that is no agency; `key` is the column, the message what is wrong with it."""

    def __init__(self, key: str, why: str) -> None:
        """Keep where to look."""
        super().__init__(f"{key}: {why}")
        self.key = key
        self.why = why


@cache
def load_kinds() -> Mapping[AgencyKind, KindRules]:
    """The rules of every kind."""
    tables = tomllib.loads((files("bot.data") / "agencies.toml").read_text("utf-8"))
    return {kind: _rules(kind, tables[kind.value]) for kind in AgencyKind}


def _rules(kind: AgencyKind, row: Mapping[str, object]) -> KindRules:
    def listed(key: str) -> tuple[str, ...]:
        found = row.get(key, [])
        return tuple(str(each) for each in found) if isinstance(found, list) else ()

    return KindRules(
        kind,
        listed("lead"),
        (*listed("also"), *listed("ours")),
        BossLearns(str(row["boss"])),
        str(row["follow"]),
        listed("asks"),
        str(row["hotline"]),
        vital=bool(row.get("vital", False)),
    )


def agency_of(row: Mapping[str, object]) -> Agency:
    """The agency a row stands for, each value a text or a list of texts; `BadAgencyError`."""
    for key in row:
        if key not in KEYS:
            raise BadAgencyError(key, f"unknown; known are {', '.join(KEYS)}")
    name = _text(row, "id")
    if not NAME.fullmatch(name):
        raise BadAgencyError("id", f"{name!r} is not 2 to 18 of a-z, 0-9 and -, a letter first")
    if name in load_gazetteer().centres or name in ("national", "operator"):
        raise BadAgencyError("id", f"{name} is a centre, national or operator")
    if not _text(row, "name_th"):
        raise BadAgencyError("name_th", "is empty; letters are addressed with it")
    return Agency(
        UnitId(name),
        kind_of(_text(row, "kind")),
        _text(row, "name_th"),
        _text(row, "name_en"),
        tuple(map(_province, _listed(row, "provinces"))),
        tuple(map(_category, _listed(row, "categories"))),
        _reach(_text(row, "reach") or "phone"),
        _text(row, "phone"),
        _text(row, "address"),
    )


def row_of(agency: Agency) -> dict[str, object]:
    """The row of an agency; `agency_of` gives an equal one."""
    row: dict[str, object] = {key: str(getattr(agency, key)) for key in KEYS}
    return {**row, "provinces": [*agency.provinces], "categories": [*agency.categories]}


def kind_of(kind: str) -> AgencyKind:
    """The kind of this name; whoever is never contacted is refused with words."""
    if kind in NEVER:
        why = f"{NEVER[kind]} is never contacted: it could put the worker in danger"
        raise BadAgencyError("kind", why)
    if kind not in tuple(AgencyKind):
        raise BadAgencyError("kind", f"{kind!r} is none of {', '.join(AgencyKind)}")
    return AgencyKind(kind)


def _reach(reach: str) -> Reach:
    if reach not in tuple(Reach):
        raise BadAgencyError("reach", f"{reach!r} is none of {', '.join(Reach)}")
    return Reach(reach)


def _province(code: str) -> ProvinceCode:
    if ProvinceCode(code) not in load_gazetteer().provinces:
        raise BadAgencyError("provinces", f"{code!r} is no province like TH-74")
    return ProvinceCode(code)


def _category(name: str) -> str:
    known = [each.id for each in load_screening().categories]
    if name not in known:
        raise BadAgencyError("categories", f"{name!r} is none of {', '.join(known)}")
    return name


def _text(row: Mapping[str, object], key: str) -> str:
    value = row.get(key) or ""
    if not isinstance(value, str):
        raise BadAgencyError(key, f"{value!r} is no text")
    return " ".join(value.split())


def _listed(row: Mapping[str, object], key: str) -> Sequence[str]:
    value = row.get(key) or ""
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return list(dict.fromkeys(value))
    return list(dict.fromkeys(_text(row, key).replace(",", " ").split()))
