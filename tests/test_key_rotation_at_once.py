"""Two who change the master key at once, one who is killed in between, and what is left behind."""

import base64
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from bot.domain.audit import AuditEntry
from bot.ports import StoreDown, Work, WrongArgument
from bot.web.commands import begin_rotation, finish_rotation
from storage.master_keys import MasterKeys
from storage.rotation import Rotation
from storage.sealing import Keyring, SealBrokenError

from tests.house import house
from tests.storage_samples import NOW, TALK, conversation, opened_store, query
from tests.test_key_rotation import Place, fill, unnoted


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def _begun(work: Work) -> None:
    work.conversations.save(conversation(), None)


@pytest.mark.postgres
async def test_what_was_sealed_after_anothers_change_outlives_ones_own(
    postgres_url: str, place: Place
) -> None:
    """A process that has the ring of before must not write it back over the present one."""
    ours, stale = place.keyring(), place.keyring()
    async with (
        opened_store(postgres_url, ours) as here,
        opened_store(postgres_url, stale) as there,
    ):
        first = await Rotation(here, ours, place.masters).begin(unnoted)
        await here.write(_begun)
        place.masters.write([b"n" * 32, *place.masters.read()])
        second = await Rotation(there, stale, place.masters).begin(unnoted)
        assert first != second == Keyring(b"n" * 32).fingerprint
        # To begin again with a key that is in use already changes nothing.
        assert await Rotation(here, ours, place.masters).begin(unnoted) == second
    async with opened_store(postgres_url, place.keyring()) as store:
        with suppress(SealBrokenError):
            assert await store.read(lambda work: work.conversations.get(TALK)) == conversation()
            return
        raise AssertionError("what was sealed in between is lost")


async def test_a_second_change_at_the_same_time_is_refused_and_takes_no_key_away(
    tmp_path: Path, place: Place
) -> None:
    keyring = place.keyring()
    async with opened_store(f"sqlite:///{tmp_path / 'rongthuk.db'}", keyring) as store:
        await store.write(fill)
        before, other = place.masters.read(), MasterKeys(place.masters.file)
        with other.alone():
            rotation = Rotation(store, keyring, place.masters)
            for step in (rotation.begin, rotation.finish):
                with pytest.raises(WrongArgument, match="changed by somebody else"):
                    await step(unnoted)
        assert place.masters.read() == before


async def test_no_key_is_taken_out_before_the_one_in_front_is_in_use(
    tmp_path: Path, place: Place
) -> None:
    """Cut off after the file was written: the database is still sealed with the second key."""
    keyring = place.keyring()
    async with opened_store(f"sqlite:///{tmp_path / 'rongthuk.db'}", keyring) as store:
        place.masters.write([b"n" * 32, *place.masters.read()])
        with pytest.raises(WrongArgument, match="not in use yet"):
            await Rotation(store, keyring, place.masters).finish(unnoted)
        assert len(place.masters.read()) == 2


async def test_an_earlier_key_whose_own_file_was_cut_off_is_written_whole(
    tmp_path: Path, place: Place
) -> None:
    old, keyring = place.masters.read(), place.keyring()
    aside = place.masters.file.with_name(f"master.key.{keyring.fingerprint[:8]}.old")
    aside.touch(0o600)
    async with opened_store(f"sqlite:///{tmp_path / 'rongthuk.db'}", keyring) as store:
        rotation = Rotation(store, keyring, place.masters)
        await rotation.begin(unnoted)
        assert await rotation.finish(unnoted) == aside
    assert aside.read_bytes() == base64.b64encode(old[0]) + b"\n"
    assert aside.stat().st_mode & 0o777 == 0o600


async def test_a_change_of_the_key_and_its_entry_in_the_log_are_one(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        office = home.assembly
        was = await office.store.read(lambda work: work.marks.get("key.fingerprint"))

        def cut_off(entry: AuditEntry, work: Work, _: str) -> None:
            work.audit.record(entry)
            raise StoreDown("killed")

        entry = AuditEntry(NOW, "k", "keys.rotated", "")
        with pytest.raises(StoreDown):
            await office.rotation.begin(partial(cut_off, entry))
        assert await office.store.read(lambda work: work.marks.get("key.fingerprint")) == was
        name = await begin_rotation(office, who="khun.dao")
        await finish_rotation(office, who="khun.dao")
        entries = await office.store.read(lambda work: work.audit.entries())
        assert [(each.who, each.action, each.subject) for each in entries] == [
            ("khun.dao", "keys.rotated", name),
            ("khun.dao", "keys.taken_out", was),
        ]


async def test_the_key_of_an_erased_case_stands_nowhere_in_the_files_any_more(
    tmp_path: Path,
) -> None:
    """In the write-ahead log pages stand as they were, until it is emptied."""
    url = f"sqlite:///{tmp_path / 'rongthuk.db'}"
    async with opened_store(url, Keyring(b"k" * 32)) as store:
        await store.write(_begun)
        ((wrapped,),) = query(url, "SELECT wrapped FROM data_keys")
        assert _stands(tmp_path, wrapped)
        await store.write(lambda work: work.conversations.forget(TALK, NOW))
        assert not _stands(tmp_path, wrapped)


async def test_what_an_earlier_key_sealed_stands_nowhere_in_the_files_any_more(
    tmp_path: Path, place: Place
) -> None:
    url, keyring = f"sqlite:///{tmp_path / 'rongthuk.db'}", place.keyring()
    async with opened_store(url, keyring) as store:
        await store.write(fill)
        ((wrapped,),) = query(url, "SELECT wrapped FROM data_keys")
        rotation = Rotation(store, keyring, place.masters)
        await rotation.begin(unnoted)
        while await rotation.renew(500):
            pass
        assert not _stands(tmp_path, wrapped)


def _stands(folder: Path, value: object) -> bool:
    files = [each for each in folder.glob("rongthuk.db*") if each.suffix != ".lock"]
    return any(bytes(value) in each.read_bytes() for each in files)  # type: ignore[call-overload]
