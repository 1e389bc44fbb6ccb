"""`rongthuk cases`: lists open nothing, and a look at a case is written down or does not happen."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bot.cli.errand import login
from bot.documents.cases import show_case
from bot.domain.audit import AuditEntry
from bot.domain.ids import CaseState, Reference
from bot.ports import StoreDown, Work
from storage.audit import Audit

from tests.offices import office_at
from tests.running_service import RunningService, installed
from tests.storage_samples import REF, case, conversation, evidence, referral

SECRET = "the boss keeps my passport"
OTHER = Reference("48-2093-7717-3")


def filed(work: Work) -> None:
    """Two cases of one conversation each."""
    work.conversations.save(replace(conversation(words=SECRET), account="U1"), None)
    work.conversations.save(conversation("conv0002", account="U2"), None)
    work.conversations.add_evidence(evidence(), None)
    work.casework.add(case(unit="tak"))
    work.casework.add(case(OTHER, "conv0002", state=CaseState.TAKEN, unit="ranong"))
    work.casework.add_referral(referral())


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RunningService]:
    with RunningService(installed(tmp_path)).running() as running:
        running.write(filed)
        yield running


def test_the_list_shows_what_stands_in_the_clear(service: RunningService) -> None:
    rows = json.loads(service.run("cases", "list", "--json").stdout)
    assert {row["reference"] for row in rows} == {REF, OTHER}
    assert set(rows[0]) == {
        "reference",
        "state",
        "level",
        "alerted_level",
        "urgent",
        "unit",
        "channel",
        "opened_at",
        "next_due_at",
    }
    assert service.write(lambda work: work.audit.entries()) == []


def test_the_list_can_be_narrowed(service: RunningService) -> None:
    def found(*words: str) -> list[str]:
        rows = json.loads(service.run("cases", "list", *words, "--json").stdout)
        return [row["reference"] for row in rows]

    assert found("--unit", "tak") == [REF]
    assert found("--state", "taken") == [OTHER]
    assert found("--unit", "tak", "--state", "taken") == []


def test_a_state_there_is_not_is_refused(service: RunningService) -> None:
    result = service.run("cases", "list", "--state", "open")
    assert (result.exit_code, result.stderr) == (
        2,
        "state: 'open' is none of draft, filed, taken, referred, closed, withdrawn, erased\n",
    )


def test_a_look_at_a_case_is_written_down(service: RunningService) -> None:
    record = json.loads(service.run("cases", "show", REF, "--as", "auditor", "--json").stdout)
    assert record["answers"] == {"q": "yes"}
    assert record["notes"][0]["text"] == "a note"
    assert [each["unit"] for each in record["referrals"]]
    (entry,) = service.write(lambda work: work.audit.entries())
    assert (entry.who, entry.action, entry.subject) == ("auditor", "case.shown", REF)
    assert entry.where == f"command:{login()}"


def test_a_trace_can_be_read_and_is_written_down_too(service: RunningService) -> None:
    shown = service.run("cases", "trace", REF, "--as", "auditor")
    assert shown.exit_code == 0, shown.stderr
    assert shown.stdout.startswith(f"{REF}: filed\n")
    assert "  The case was filed (kept by consent).\n" in shown.stdout
    assert "Next, if nothing happens" in shown.stdout
    as_json = json.loads(service.run("cases", "trace", REF, "--json").stdout)
    assert as_json["entries"][0]["says"] == "The case was filed (kept by consent)."
    actions = [entry.action for entry in service.write(lambda work: work.audit.entries())]
    assert actions == ["case.traced", "case.traced"]


def test_the_digest_can_be_printed(service: RunningService) -> None:
    shown = service.run("digest")
    assert shown.exit_code == 0, shown.stderr
    assert "open cases without a next step: 1 (must be 0)" in shown.stdout
    found = json.loads(service.run("digest", "--unit", "ranong", "--json").stdout)
    assert found["units"][0]["open"] == 1
    assert service.run("digest", "--unit", "mars").exit_code == 2


def test_who_says_no_name_looks_by_their_login(service: RunningService) -> None:
    assert service.run("cases", "show", REF).exit_code == 0
    (entry,) = service.write(lambda work: work.audit.entries())
    assert entry.who == login()


def test_a_number_may_be_typed_without_its_dashes(service: RunningService) -> None:
    shown = service.run("cases", "show", REF.replace("-", ""))
    assert shown.stdout.startswith(f"reference: {REF}\nlevel: A\n")
    assert "answers:\n  q: yes\n" in shown.stdout


def test_a_number_there_is_not_shows_nothing(service: RunningService) -> None:
    result = service.run("cases", "show", "48-0000-0000-0")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "reference: there is no case with this number\n"


async def test_without_the_entry_there_is_no_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Audit, entry: AuditEntry) -> None:
        raise StoreDown(entry.action)

    async with office_at(tmp_path) as office:
        await office.store.write(filed)
        monkeypatch.setattr(Audit, "record", full)
        with pytest.raises(StoreDown):
            await show_case(office, who="auditor", where="command:x", reference=REF)
