"""Signed checkpoints show what the database alone cannot: a log put back or written anew."""

import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from bot.cli.errand import login
from bot.documents.log_checks import list_entries, verify_log
from bot.domain.audit import AuditEntry, Checkpoint, Disagreement
from bot.ports import Work
from bot.usecases.checkpoint import write_checkpoint
from storage.audit import head_mark
from storage.sealing import Keyring

from tests.house import House, house
from tests.running_service import installed, rongthuk
from tests.storage_samples import KEYRING, NOW, OFFICER, REF, opened_store, query

BANGKOK = ZoneInfo("Asia/Bangkok")
ENTRIES = [AuditEntry(NOW, OFFICER, f"action{n}", REF, "group1", f"detail {n}") for n in range(5)]


def fill(work: Work) -> None:
    for entry in ENTRIES:
        work.audit.record(entry)


def _record(entry: AuditEntry, work: Work) -> None:
    work.audit.record(entry)


def _disagreement(checkpoint: Checkpoint, work: Work) -> Disagreement | None:
    return work.audit.disagreement(checkpoint)


async def test_a_checkpoint_agrees_with_the_log_it_was_made_of_and_with_what_came_after(
    database_url: str,
) -> None:
    async with opened_store(database_url) as store:
        assert await store.read(lambda work: work.audit.checkpoint(NOW)) is None
        await store.write(fill)
        made = await store.read(lambda work: work.audit.checkpoint(NOW))
        assert made is not None
        await store.write(fill)
        assert await store.read(lambda work: work.audit.disagreement(made)) is None
        assert await store.read(lambda work: work.audit.bears(made.mark))
        assert not await store.read(lambda work: work.audit.bears(made.mark[:-1]))


async def test_what_the_chain_alone_cannot_show_a_checkpoint_does(
    database_url: str,
) -> None:
    """Somebody with the key writes the log anew, the first entry as another's: the chain holds."""
    async with opened_store(database_url) as store:
        await store.write(fill)
        made = await store.read(lambda work: work.audit.checkpoint(NOW))
        assert made is not None
        query(database_url, "DELETE FROM audit")
        empty = head_mark(KEYRING, 0, b"")
        query(database_url, f"UPDATE marks SET value = '{empty}' WHERE name = 'audit.head'")  # noqa: S608
        assert await store.read(lambda work: work.audit.disagreement(made)) is Disagreement.CUT_OFF
        for entry in (replace(ENTRIES[0], who="somebody else"), *ENTRIES[1:]):
            await store.write(partial(_record, entry))
        assert await store.read(lambda work: work.audit.verify()) is None
        assert await store.read(lambda work: work.audit.disagreement(made)) is Disagreement.CHANGED
        assert not await store.read(lambda work: work.audit.bears(made.mark))


async def test_a_checkpoint_that_was_not_signed_here_or_was_changed_is_forged(
    tmp_path: Path,
) -> None:
    async with opened_store(f"sqlite:///{tmp_path / 'other.db'}", Keyring(b"x" * 32)) as other:
        await other.write(fill)
        theirs = await other.read(lambda work: work.audit.checkpoint(NOW))
    async with opened_store(f"sqlite:///{tmp_path / 'ours.db'}") as store:
        await store.write(fill)
        ours = await store.read(lambda work: work.audit.checkpoint(NOW))
        assert ours is not None
        assert theirs is not None
        for forged in (
            theirs,
            replace(ours, entry=ours.entry - 1),
            replace(ours, at=ours.at + timedelta(hours=1)),
            replace(ours, hash="00" * 32),
            replace(ours, public_key=theirs.public_key, signature=theirs.signature),
        ):
            found = await store.read(partial(_disagreement, forged))
            assert found is Disagreement.FORGED


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as home:
        await home.group("operator", "-900")
        await home.assembly.store.write(fill)
        yield home


async def test_one_is_written_each_hour_in_which_the_log_grew_and_the_operator_has_its_mark(
    home: House,
) -> None:
    lines = home.assembly.checkpoints
    first = await write_checkpoint(home.desk, lines, BANGKOK)
    assert first is not None
    assert await write_checkpoint(home.desk, lines, BANGKOK) is None
    home.moment[0] += timedelta(hours=2)
    assert await write_checkpoint(home.desk, lines, BANGKOK) is None
    await home.assembly.store.write(fill)
    second = await write_checkpoint(home.desk, lines, BANGKOK)
    assert await lines.all() == ([first, second], [])
    await home.settle()
    told = [message.text for _, message in home.screen("-900").messages]
    assert len(told) == 1
    assert first.mark in told[0]


async def test_a_database_put_back_to_an_earlier_day_is_seen(home: House) -> None:
    earlier = await home.assembly.store.read(lambda work: work.audit.checkpoint(home.now))
    await home.assembly.store.write(fill)
    await write_checkpoint(home.desk, home.assembly.checkpoints, BANGKOK)
    assert (await verify_log(home.assembly))["problems"] == []
    _put_back(home, entries=5)
    found = await verify_log(home.assembly)
    assert any("entry 10: cut_off" in problem for problem in found["problems"])
    assert earlier is not None
    assert (await verify_log(home.assembly, marks=[earlier.mark, "99:0000"]))["problems"][-1:] == [
        "99:0000: the log says something else"
    ]


def _put_back(home: House, *, entries: int) -> None:
    """What a copy of an earlier day would hold."""
    url = home.assembly.config.storage.url
    query(url, f"DELETE FROM audit WHERE seq > {entries}")  # noqa: S608


async def test_a_line_that_was_cut_off_is_named_and_spoils_no_other(home: House) -> None:
    lines = home.assembly.checkpoints
    first = await write_checkpoint(home.desk, lines, BANGKOK)
    file = home.assembly.config.service.data_dir / "checkpoints.jsonl"
    file.write_bytes(file.read_bytes() + b'{"entry": 7, "at"')
    home.moment[0] += timedelta(hours=1)
    await home.assembly.store.write(fill)
    second = await write_checkpoint(home.desk, lines, BANGKOK)
    assert await lines.all() == ([first, second], [f"{file}, line 2: no checkpoint"])
    assert (await verify_log(home.assembly))["problems"] == [f"{file}, line 2: no checkpoint"]


async def test_checkpoints_that_were_taken_away_are_missed(home: House) -> None:
    await write_checkpoint(home.desk, home.assembly.checkpoints, BANGKOK)
    file = home.assembly.config.service.data_dir / "checkpoints.jsonl"
    first = file.read_bytes()
    home.moment[0] += timedelta(hours=1)
    await home.assembly.store.write(fill)
    await write_checkpoint(home.desk, home.assembly.checkpoints, BANGKOK)
    for left in (first, b""):
        file.write_bytes(left)
        assert (await verify_log(home.assembly))["problems"] == [
            "the checkpoint for entry 10 was made and is not in the file"
        ]
    file.unlink()
    assert len((await verify_log(home.assembly))["problems"]) == 1


async def test_a_checkpoint_that_cannot_be_written_is_made_again(home: House) -> None:
    class Full:
        async def append(self, checkpoint: Checkpoint) -> None:
            raise OSError(28, "No space left on device")

        async def all(self) -> tuple[list[Checkpoint], list[str]]:
            return [], []

    with pytest.raises(OSError, match="No space"):
        await write_checkpoint(home.desk, Full(), BANGKOK)
    assert await write_checkpoint(home.desk, home.assembly.checkpoints, BANGKOK) is not None
    assert (await verify_log(home.assembly))["problems"] == []


async def test_the_list_has_the_newest_first_and_can_be_narrowed(home: House) -> None:
    entries = await list_entries(home.assembly, subject=REF, who=OFFICER, limit=2)
    assert [entry["action"] for entry in entries] == ["action4", "action3"]
    assert await list_entries(home.assembly, who="nobody") == []


def test_the_command_says_that_nothing_was_changed_and_fails_when_something_was(
    tmp_path: Path,
) -> None:
    installed(tmp_path, "")
    rongthuk(tmp_path, "keys", "init")
    rongthuk(tmp_path, "officers", "invite", "tak", "--name", "Khun Dao", "--role", "head")
    good = rongthuk(tmp_path, "audit", "verify")
    listed = json.loads(rongthuk(tmp_path, "audit", "list", "--json").stdout)
    query(f"sqlite:///{tmp_path}/var/rongthuk.db", "UPDATE audit SET who = 'x'")
    bad = rongthuk(tmp_path, "audit", "verify")
    assert (good.exit_code, bad.exit_code) == (0, 1), good.output + bad.output
    assert "nothing was changed" in good.stdout
    assert "entry 1 was changed" in bad.stderr
    assert [each["action"] for each in listed] == ["command.audit.list", "officer.invited"]
    assert listed[0]["who"] == login()
    shutil.rmtree(tmp_path / "var")
