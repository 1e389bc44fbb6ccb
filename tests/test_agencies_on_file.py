"""Agencies on file: added, changed, taken in from files, printed as a sheet, never an employer."""

import json
import tomllib
from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path

import pytest
from bot.data.agencies import NEVER, BadAgencyError, agency_of, kind_of, load_kinds, row_of
from bot.domain.agency import Agency, AgencyKind, Reach, offers
from bot.domain.case import CaseFacts
from bot.domain.ids import UnitId
from bot.ports import Work

from tests.agencies import ALL, HERE, INSPECTORS, POLICE, SHELTER
from tests.running_service import RunningService, installed
from tests.storage_samples import opened_store
from tests.test_cli_units import read

CALLED = {
    "hospital": AgencyKind.HOSPITAL_CRISIS,
    "port_centre": AgencyKind.PORT_IN_PORT_OUT,
    "marine_police": AgencyKind.POLICE,
}
LABOUR = ("units", "add", "sk-labour", "--kind", "labour_protection", "--name-th", "สวัสดิการ")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RunningService]:
    with RunningService(installed(tmp_path)).running() as running:
        yield running


def test_each_kind_leads_and_is_told_of_what_the_table_of_categories_says() -> None:
    table = tomllib.loads((files("bot.data") / "categories.toml").read_text("utf-8"))
    shipped = tomllib.loads((files("bot.data") / "agencies.toml").read_text("utf-8"))
    said: dict[tuple[AgencyKind, str], set[str]] = {}
    for row in table["category"]:
        for part in ("lead", "also"):
            for name in set(row.get(part, [])) - {"centre"}:
                kind = CALLED.get(name) or AgencyKind(name)
                said.setdefault((kind, part), set()).add(row["id"])
    for kind in AgencyKind:
        for part in ("lead", "also"):
            assert set(shipped[kind.value][part]) == said.get((kind, part), set()), (kind, part)


@pytest.mark.safety(12)
@pytest.mark.parametrize(
    "kind",
    ["employer", "boss", "agent", "broker", "recruiter", "embassy", "consulate", "immigration"],
)
def test_employer_agent_embassy_and_immigration_are_no_agencies(kind: str) -> None:
    with pytest.raises(BadAgencyError, match="never contacted"):
        kind_of(kind)
    assert kind in NEVER
    assert not [each for each in AgencyKind if kind in each.value]


def test_a_row_is_an_agency_and_the_agency_a_row() -> None:
    assert [agency_of(row_of(each)) for each in ALL] == list(ALL)


def test_those_that_lead_come_first_and_the_reachable_before_the_others() -> None:
    facts = CaseFacts(categories=("violence", "pay"), province=HERE[0])
    other = agency_of({**row_of(INSPECTORS), "id": "another-labour"})
    found = offers((SHELTER, INSPECTORS, other, *ALL[3:]), load_kinds(), facts, [INSPECTORS.id])
    assert [each.agency.id for each in found] == ["sk-labour", "another-labour", "sk-shelter"]
    refused = CaseFacts(categories=("violence",), province=HERE[0], police="no")
    assert offers((POLICE,), load_kinds(), refused, [])[0].rank == 2
    unwanted = CaseFacts(province=HERE[0], unwanted=frozenset({POLICE.id}))
    assert offers((POLICE,), load_kinds(), unwanted, []) == ()


def _save(agency: Agency, work: Work) -> None:
    work.agencies.save(agency)


async def test_agencies_are_stored_changed_and_removed(database_url: str) -> None:
    async with opened_store(database_url) as store:
        for each in ALL:
            await store.write(partial(_save, each))
        assert list(await store.read(lambda work: work.agencies.all())) == sorted(
            ALL, key=lambda each: each.id
        )
        gone = agency_of({**row_of(POLICE), "phone": "191"})
        await store.write(partial(_save, gone))
        assert await store.read(lambda work: work.agencies.get(POLICE.id)) == gone
        assert await store.read(lambda work: work.agencies.get(UnitId("nobody"))) is None


def test_an_agency_is_added_shown_changed_linked_and_removed(service: RunningService) -> None:
    run = service.run
    added = run(*LABOUR, "--province", "TH-74", "--reach", "group")
    assert added.stdout == "sk-labour (labour_protection) is added.\n"
    assert "there is sk-labour already" in run(*LABOUR).stderr
    run("units", "change", "sk-labour", "--phone", "02 000 0000")
    shown = read(run("units", "show", "sk-labour", "--json"))
    assert (shown["phone"], shown["reach"], shown["reachable"]) == ("02 000 0000", "group", False)
    assert run("units", "code", "sk-labour").exit_code == 0
    assert run("officers", "invite", "sk-labour", "--name", "N", "--role", "officer").exit_code == 0
    run("units", "link", "sk-labour", "telegram", "-1001234567890")
    (row,) = read(run("units", "list", "--agencies", "--json"))
    assert (row["id"], row["groups"], row["reachable"]) == ("sk-labour", 1, True)
    assert run("units", "remove", "sk-labour").exit_code == 0
    assert read(run("units", "list", "--agencies", "--json")) == []
    assert run("units", "code", "sk-labour").exit_code == 2


def test_a_file_shows_what_it_changes_and_names_the_row_that_is_wrong(
    service: RunningService, tmp_path: Path
) -> None:
    table = tmp_path / "units.csv"
    head = "id,kind,name_th,provinces,phone\n"
    table.write_text(head + "sk-police,police,ตำรวจ,TH-74 TH-11,\n", "utf-8")
    assert "+ sk-police" in service.run("units", "add", "--file", str(table), "--preview").stdout
    assert read(service.run("units", "list", "--agencies", "--json")) == []
    service.run("units", "add", "--file", str(table))
    table.write_text(head + "sk-police,police,ตำรวจ,TH-74,191\n", "utf-8")
    changed = service.run("units", "add", "--file", str(table)).stdout
    assert "provinces: TH-74 TH-11 -> TH-74" in changed
    assert "phone: - -> 191" in changed
    table.write_text(head + "a-b,police,ก,TH-74,\nthe-boss,employer,ข,TH-74,\n", "utf-8")
    refused = service.run("units", "add", "--file", str(table))
    assert refused.exit_code == 2
    for part in ("units.csv", "row 2", "kind", "never contacted"):
        assert part in refused.stderr
    assert len(read(service.run("units", "list", "--agencies", "--json"))) == 1
    toml = tmp_path / "units.toml"
    toml.write_text('[[agency]]\nid = "x-ngo"\nkind = "ngo"\nname_th = "ก"\nphon = "1"\n')
    assert "row 1: phon: unknown" in service.run("units", "add", "--file", str(toml)).stderr


def test_the_sheet_of_a_province_has_every_kind_and_leaves_open_what_is_not_known(
    service: RunningService,
) -> None:
    service.run(*LABOUR, "--province", "TH-74")
    service.run("units", "add", "tak-ngo", "--kind", "ngo", "--name-th", "ก", "--province", "TH-63")
    rows = read(service.run("units", "sheet", "--province", "TH-74", "--json"))
    assert [row["kind"] for row in rows] == [kind.value for kind in AgencyKind]
    assert [row["id"] for row in rows if row["id"]] == ["sk-labour"]
    numbers = {row["kind"]: row["national_number"] for row in rows}
    assert (numbers["police"], numbers["labour_protection"], numbers["ngo"]) == ("191", "1546", "")
    assert all(row["phone"] == row["address"] == "" for row in rows)
    words = service.run("units", "sheet", "--province", "TH-74").stdout
    assert "(to be confirmed)" in words
    table = service.run("units", "sheet", "--province", "TH-74", "--format", "csv").stdout
    assert table.startswith("kind,id,name_th")
    assert "to be confirmed" not in table


def test_the_doctor_names_agencies_that_nobody_can_reach(service: RunningService) -> None:
    found = json.loads(service.run("doctor", "--json").stdout)
    assert "none is on file" in str(found)
    service.run(*LABOUR, "--reach", Reach.PHONE.value)
    said = str(json.loads(service.run("doctor", "--json").stdout))
    assert "agency sk-labour" in said
    assert "no phone number" in said
