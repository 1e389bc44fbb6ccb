"""`rongthuk cases original`: a file as it came, from a service that runs or from none."""

import asyncio
import hashlib
import resource
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from bot.app.assembly import open_office
from bot.cli.errand import login
from bot.config import load_config
from bot.domain.audit import AuditEntry
from bot.domain.conversation import Evidence, EvidenceState
from bot.domain.ids import EvidenceId
from bot.domain.sniffing import FileType
from bot.ports import Work
from bot.usecases.legal_hold import put
from bot.web.control import controlled
from storage.evidence import EvidenceFiles
from storage.master_keys import create_key_file

from tests.case_papers import REFERENCE, around, papers
from tests.offices import NOW
from tests.running_service import RunningService, installed, rongthuk
from tests.test_cli_case_file import in_store

DIGITS = "".join(each for each in REFERENCE if each.isdigit())
LARGEST = 20 * 1024 * 1024
LARGE = b"\xff\xd8" + bytes(1024 * 1024)
SMALL = b"\xff\xd8 a small photo"
ORIGINAL = ("cases", "original", REFERENCE)


class Serving(RunningService):
    """The office as `serve` puts it together, with its evidence folder."""

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        self.loop = asyncio.get_running_loop()
        config = load_config(self.folder / "config.toml", {})
        async with (
            open_office(config) as office,
            controlled(config.control_socket, office, self.log),
        ):
            self.office = office  # type: ignore[assignment]
            self._up.set()
            await self._stop.wait()


@pytest.fixture
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A case with a large photo, a small one, and one that never came; nobody serves it."""
    (tmp_path / "keys").mkdir()
    create_key_file(tmp_path / "keys" / "master.key")
    (tmp_path / "out").mkdir()
    place, made = installed(tmp_path), papers(around(), photos=3)
    contents = (getattr(request, "param", LARGE), SMALL, None)
    kept = [_kept(place, *each) for each in zip(made.evidence, contents, strict=True)]

    def filed(work: Work) -> None:
        work.conversations.save(made.conversation, None)
        work.casework.add(made.case)
        work.casework.add_referral(made.referrals[0])
        for each in kept:
            work.conversations.add_evidence(each, None)

    in_store(place, filed)
    return place


def _kept(place: Path, file: Evidence, content: bytes | None) -> Evidence:
    files = EvidenceFiles(place / "var" / "evidence")
    if content is None:
        return replace(file, state=EvidenceState.FAILED, key="", sha256="", size=None)

    async def whole() -> AsyncIterator[bytes]:
        yield content

    key = files.new_key()
    size, digest = asyncio.run(files.keep(file.id, key, whole()))
    return replace(file, key=key, size=size, sha256=digest, sniffed=FileType.JPEG)


def _log(place: Path) -> list[AuditEntry]:
    found = in_store(place, lambda work: work.audit.entries(REFERENCE))
    return [each for each in found if each.action == "case.original"]


@pytest.mark.parametrize("folder", [bytes(LARGEST)], indirect=True, ids=["the largest"])
def test_a_running_service_gives_a_file_as_it_was_to_one_alone_and_logs_it(folder: Path) -> None:
    with Serving(folder).running():
        _is_given(folder, bytes(LARGEST))


def test_without_a_service_a_file_is_given_alike(folder: Path) -> None:
    _is_given(folder, LARGE)


def _is_given(folder: Path, content: bytes) -> None:
    done = rongthuk(folder, *ORIGINAL, "1", "--out", str(folder / "out"))
    assert done.exit_code == 0, done.stderr
    (made,) = (folder / "out").iterdir()
    assert made.name == f"{DIGITS}-1.jpg"
    assert made.read_bytes() == content
    assert made.stat().st_mode & 0o777 == 0o600
    assert hashlib.sha256(content).hexdigest() in done.stdout


def test_what_is_not_there_is_refused_in_words_and_without_an_entry(folder: Path) -> None:
    out = str(folder / "out")
    for asked in (
        (REFERENCE, "3"),  # it could never be fetched
        (REFERENCE, "4"),
        (REFERENCE, str(10**30)),
        ("11-1111-1111-1", "1"),
        ("no number at all", "1"),
    ):
        told = rongthuk(folder, "cases", "original", *asked, "--out", out)
        assert (told.exit_code, told.stderr) == (
            2,
            "number: there is no such case, or no file of this number in it\n",
        ), asked
    assert _log(folder) == []


def test_an_erased_case_gives_no_file_and_a_held_one_does(folder: Path) -> None:
    made = papers(around(), photos=0)
    in_store(folder, lambda work: put(work, made.case, "court", "o1", "tak", NOW))
    assert rongthuk(folder, *ORIGINAL, "2", "--out", str(folder / "out")).exit_code == 0
    in_store(folder, lambda work: work.conversations.forget(made.conversation.id, NOW))
    again = rongthuk(folder, *ORIGINAL, "1", "--out", str(folder / "out"))
    assert again.exit_code == 2
    assert [each.name for each in (folder / "out").iterdir()] == [f"{DIGITS}-2.jpg"]


def test_nothing_is_written_over_followed_or_opened_for_a_name_that_is_taken(
    folder: Path,
) -> None:
    elsewhere = folder / "elsewhere"
    (folder / "out" / f"{DIGITS}-2.jpg").symlink_to(elsewhere)
    for number, written in (("2", 0), ("1", 1)):
        told = rongthuk(folder, *ORIGINAL, number, "--out", str(folder / "out"))
        assert told.exit_code == (0 if written else 2)
        assert [each.detail for each in _log(folder)] == [number] * written
    assert not elsewhere.exists()
    entry = _log(folder)[0]
    assert (entry.who, entry.where) == (login(), f"command:{login()}")


def test_a_disk_that_is_full_keeps_no_half_of_a_file(folder: Path) -> None:
    out, (soft, hard) = folder / "out", resource.getrlimit(resource.RLIMIT_FSIZE)
    with Serving(folder).running():
        # As a full disk does: what is more than this cannot be written.
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
        try:
            told = rongthuk(folder, *ORIGINAL, "1", "--out", str(out))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert told.exit_code == 1, told.output
    assert "nothing was written" in told.stderr
    assert list(out.iterdir()) == []


def test_a_file_that_is_gone_or_was_changed_on_the_disk_is_not_given(folder: Path) -> None:
    made = papers(around(), photos=2)
    path = folder / "var" / "evidence" / f"{EvidenceId(made.evidence[1].id)}.sealed"
    sealed = path.read_bytes()
    with Serving(folder).running() as service:
        path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
        changed = rongthuk(folder, *ORIGINAL, "2", "--out", str(folder / "out"))
        path.unlink()
        gone = rongthuk(folder, *ORIGINAL, "2", "--out", str(folder / "out"))
        assert service.log.names == ["command.failed"]
    assert changed.exit_code == 1
    assert gone.exit_code == 2
    assert "not in the evidence folder" in gone.stderr
    assert list((folder / "out").iterdir()) == []
