"""What the operator does to agencies: add, change, remove, take in a file, print the sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.data.agencies import BadAgencyError, agency_of, load_kinds, row_of
from bot.data.hotlines import load_hotlines
from bot.data.places import load_gazetteer
from bot.domain.agency import Agency, AgencyKind
from bot.domain.audit import AuditEntry
from bot.domain.ids import ProvinceCode, UnitId
from bot.ports import Office, Work, WrongArgument

Row = dict[str, Any]
"""A line of a list, ready for JSON."""


async def add_agency(office: Office, *, who: str, row: Mapping[str, object]) -> Row:
    """Add one; raises `WrongArgument`, where there is one of this id already too."""
    new = _agency(row)

    def body(work: Work) -> Row:
        known = work.agencies.get(new.id)
        if known is not None and known.active:
            raise WrongArgument("id", f"there is {new.id} already; `units change` changes it")
        return _saved(office, work, new, who, "agency.added")

    return await office.store.write(body)


async def change_agency(office: Office, *, who: str, agency: str, row: Mapping[str, object]) -> Row:
    """Change what the row names of one; raises `WrongArgument`."""

    def body(work: Work) -> Row:
        known = row_of(_known(work, agency))
        return _saved(office, work, _agency({**known, **row}), who, "agency.changed")

    return await office.store.write(body)


async def remove_agency(office: Office, *, who: str, agency: str) -> Row:
    """Offer it no more; what was referred to it stays. Raises `WrongArgument`."""

    def body(work: Work) -> Row:
        gone = replace(_known(work, agency), active=False)
        return _saved(office, work, gone, who, "agency.removed")

    return await office.store.write(body)


async def show_agency(office: Office, *, agency: str) -> Row:
    """One agency with how many groups and officers it has; raises `WrongArgument`."""
    return await office.store.read(lambda work: _with_people(work, _known(work, agency)))


async def list_agencies(office: Office, *, province: str = "", kind: str = "") -> list[Row]:
    """All agencies, or those that serve a province, or of a kind."""
    return await office.store.read(
        lambda work: [
            _with_people(work, each)
            for each in work.agencies.all()
            if (not province or each.serves(ProvinceCode(province)))
            and (not kind or each.kind.value == kind)
        ]
    )


async def load_agencies(
    office: Office, *, who: str, rows: Sequence[Mapping[str, object]], preview: bool = False
) -> list[Row]:
    """Take in the rows of a file: what each changes, and nothing where one of them is wrong.

    `preview` changes nothing. Raises `WrongArgument` with the row's number.
    """
    wanted = [_numbered(number, row) for number, row in enumerate(rows, 1)]
    if twice := _twice(wanted):
        raise WrongArgument("id", f"{twice} stands in the file twice")

    def body(work: Work) -> list[Row]:
        found = []
        for new in wanted:
            known = work.agencies.get(new.id)
            changes = _difference(known if known and known.active else None, new)
            if changes and not preview:
                _saved(office, work, new, who, "agency.loaded")
            found.append({"id": new.id, "new": known is None, "changes": changes})
        return found

    return await (office.store.read(body) if preview else office.store.write(body))


async def sheet(office: Office, *, province: str) -> list[Row]:
    """The contact sheet of a province: every kind with its agencies; unknown contacts are empty."""
    if ProvinceCode(province) not in load_gazetteer().provinces:
        raise WrongArgument("province", f"{province!r} is no province like TH-74")
    numbers = {line.key: line.number for line in load_hotlines()}

    def body(work: Work) -> list[Row]:
        serving = [a for a in work.agencies.all() if a.serves(ProvinceCode(province))]
        return [
            row
            for kind, rules in load_kinds().items()
            for row in _of_kind(work, kind, numbers.get(rules.hotline, ""), serving)
        ]

    return await office.store.read(body)


def _of_kind(work: Work, kind: AgencyKind, number: str, serving: Iterable[Agency]) -> list[Row]:
    rows = [
        {"kind": kind.value, "national_number": number, **_contact(work, each)}
        for each in serving
        if each.kind is kind
    ]
    empty = {"id": "", "name_th": "", "name_en": "", "reach": "", "phone": "", "address": ""}
    return rows or [{"kind": kind.value, "national_number": number, **empty, "groups": 0}]


def _contact(work: Work, agency: Agency) -> Row:
    keys = ("id", "name_th", "name_en", "reach", "phone", "address")
    row: Row = {key: str(getattr(agency, key)) for key in keys}
    return {**row, "groups": len(work.directory.groups_of(agency.id))}


def _with_people(work: Work, agency: Agency) -> Row:
    groups = len(work.directory.groups_of(agency.id))
    officers = work.directory.officers_of(agency.id)
    return {
        **row_of(agency),
        "groups": groups,
        "officers": len(officers),
        "reachable": agency.has_contact(groups),
    }


def _known(work: Work, agency: str) -> Agency:
    found = work.agencies.get(UnitId(agency))
    if found is None or not found.active:
        raise WrongArgument("id", f"there is no agency {agency!r}; `units list --agencies` has all")
    return found


def _saved(office: Office, work: Work, agency: Agency, who: str, action: str) -> Row:
    work.agencies.save(agency)
    work.audit.record(AuditEntry(office.clock(), who, action, agency.id, "command"))
    return row_of(agency)


def _agency(row: Mapping[str, object]) -> Agency:
    try:
        return agency_of(row)
    except BadAgencyError as error:
        raise WrongArgument(error.key, error.why) from None


def _numbered(number: int, row: Mapping[str, object]) -> Agency:
    try:
        return agency_of(row)
    except BadAgencyError as error:
        raise WrongArgument(f"row {number}", f"{error.key}: {error.why}") from None


def _twice(agencies: Sequence[Agency]) -> str:
    names = [each.id for each in agencies]
    return next((name for name in names if names.count(name) > 1), "")


def _difference(known: Agency | None, new: Agency) -> list[Row]:
    before = row_of(known) if known else {}
    after = row_of(new)
    return [
        {"key": key, "before": before.get(key, ""), "after": value}
        for key, value in after.items()
        if value != before.get(key, "") and (value or known)
    ]
