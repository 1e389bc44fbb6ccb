"""`rongthuk cases file`: the case file for the operator, who leaves a trace."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from bot.cli.errand import login
from bot.ports import Work
from storage.master_keys import MasterKeys, create_key_file
from storage.sealing import Keyring
from storage.work import open_store

from tests.case_papers import REFERENCE, around, papers
from tests.running_service import installed, rongthuk

T = TypeVar("T")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An installation that nobody serves, with one case in its database."""
    (tmp_path / "keys").mkdir()
    create_key_file(tmp_path / "keys" / "master.key")
    made = papers(around(), photos=1)

    def filed(work: Work) -> None:
        work.conversations.save(made.conversation, None)
        work.casework.add(made.case)
        work.casework.add_referral(made.referrals[0])

    place = installed(tmp_path)
    in_store(place, filed)
    return place


def in_store(folder: Path, body: Callable[[Work], T]) -> T:
    async def done() -> T:
        keyring = Keyring(*MasterKeys(folder / "keys" / "master.key").read())
        store = open_store(f"sqlite:///{folder / 'var' / 'rongthuk.db'}", keyring)
        try:
            return await store.write(body)
        finally:
            await store.close()

    return asyncio.run(done())


def test_a_case_file_is_written_for_its_owner_alone_and_that_is_logged(folder: Path) -> None:
    out = folder / "case.docx"
    result = rongthuk(folder, "cases", "file", REFERENCE, "--out", str(out), "--sensitive")
    assert result.exit_code == 0, result.stderr
    assert out.read_bytes().startswith(b"PK")
    assert out.stat().st_mode & 0o777 == 0o600
    (entry,) = in_store(folder, lambda work: work.audit.entries())
    assert (entry.who, entry.action, entry.subject) == (login(), "case.file", REFERENCE)
    assert entry.detail == "docx sensitive"
    again = rongthuk(folder, "cases", "file", REFERENCE, "--out", str(out))
    assert (again.exit_code, again.stderr) == (2, f"{out}: is there already\n")


@pytest.mark.parametrize(
    ("reference", "name", "says"),
    [
        (REFERENCE, "case.txt", "the name must end in .pdf or .docx"),
        ("11-1111-1111-1", "case.pdf", "there is no case with this number"),
    ],
)
def test_a_case_file_that_cannot_be_is_refused(
    folder: Path, reference: str, name: str, says: str
) -> None:
    result = rongthuk(folder, "cases", "file", reference, "--out", str(folder / name))
    assert result.exit_code == 2
    assert says in result.stderr
    assert not (folder / name).exists()
    assert in_store(folder, lambda work: work.audit.entries()) == []


def test_a_workers_own_copy_is_two_files_that_only_you_can_read(folder: Path) -> None:
    done = rongthuk(folder, "cases", "copy", REFERENCE, "--out", str(folder))
    assert done.exit_code == 0, done.stderr
    number = "".join(each for each in REFERENCE if each.isdigit())
    for form in ("html", "json"):
        made = folder / f"{number}.{form}"
        assert made.stat().st_mode & 0o777 == 0o600
        assert made.stat().st_size > 500
    again = rongthuk(folder, "cases", "copy", REFERENCE, "--out", str(folder))
    assert again.exit_code != 0
    entries = in_store(folder, lambda work: work.audit.entries(REFERENCE))
    assert [each.action for each in entries if each.who == login()] == ["case.copied"]
