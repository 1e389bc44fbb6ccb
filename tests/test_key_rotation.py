"""The master key is changed while everything runs, and nothing is lost or left behind."""

import base64
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.agency import Agency, AgencyKind
from bot.domain.audit import AuditEntry
from bot.domain.case_link import Pin
from bot.domain.ids import Channel, InterpreterId, LanguageCode, TakeId, UnitId
from bot.domain.interpreter import Interpreter, Sex
from bot.domain.recording import Take
from bot.domain.roster import Roster
from bot.domain.unit import Code, CodePurpose
from bot.ports import Store, Work, WrongArgument
from sqlalchemy import LargeBinary
from storage.key_keeping import KEPT
from storage.master_keys import KeyFileError, MasterKeys, create_key_file
from storage.rotation import Rotation
from storage.sealing import Keyring
from storage.tables import metadata
from storage.work import WrongKeyError

from tests.running_service import installed, rongthuk
from tests.storage_samples import (
    CENTRE,
    GROUP,
    NOW,
    TALK,
    case,
    conversation,
    officer,
    opened_store,
    owed,
    query,
    referral,
)

DIGESTS = {
    *("event", "account", "chat", "key", "target", "slot", "code", "hash", "token", "secret"),
}
"""Columns that hold keyed hashes, which stay as they are."""


class Place:
    """A key file and what uses it."""

    def __init__(self, folder: Path) -> None:
        self.masters = MasterKeys(folder / "master.key")
        create_key_file(self.masters.file)

    def keyring(self) -> Keyring:
        keyring = Keyring(*self.masters.read())
        keyring.reread = self.masters.read
        return keyring


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def fill(work: Work) -> None:
    """Something sealed in every way there is."""
    work.conversations.save(conversation(), None)
    work.casework.add(case())
    work.casework.add_referral(referral())
    work.inbox.accept(Channel.LINE, "e1", b"raw words", NOW)
    work.inbox.stick(Channel.LINE, "e2", b"stuck words", NOW)
    work.directory.bind(CENTRE, GROUP, NOW)
    work.directory.enrol(officer())
    work.directory.add_code(Code("12345678", CodePurpose.OFFICER, CENTRE, NOW + timedelta(days=1)))
    work.outbox.owe(owed("with a case"))
    work.outbox.owe(replace(owed("of the service"), conversation=None))
    work.agencies.save(Agency(UnitId("police-1"), AgencyKind.POLICE, "ตำรวจ"))
    work.rosters.save(Roster(CENTRE), None)
    languages = (LanguageCode("my"),)
    someone = Interpreter(InterpreterId("i1"), Channel.LINE, "U9", "Ma Hla", languages, Sex.FEMALE)
    work.interpreters.enrol(someone)
    work.pins.save(Channel.LINE, "U1", Pin("hash"))
    wanted = "ask.language"
    take = Take(TakeId("take0001"), officer().id, GROUP, "file", languages[0], wanted, "w", NOW)
    work.takes.add(take, NOW)
    work.chat_messages.add(GROUP, "m1", NOW)
    work.audit.record(AuditEntry(NOW, "o1", "case.open", "48", "here", "why"))


def check(work: Work) -> None:
    """All of it is there and as it was."""
    assert work.conversations.get(TALK) == conversation()
    assert work.casework.of_conversation(TALK) == case()
    assert work.inbox.stuck(5) == [(Channel.LINE, "e2", b"stuck words")]
    assert [group.chat for group in work.directory.groups_of(CENTRE)] == [GROUP]
    assert work.directory.officers_of(CENTRE) == [officer()]
    assert work.audit.entries("48")[0].detail == "why"
    assert work.audit.verify() is None


def sealed_values(url: str) -> Iterable[tuple[str, bytes]]:
    """Every sealed value of the database that no conversation's key seals."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if not isinstance(column.type, LargeBinary) or column.primary_key:
                continue
            if column.name in DIGESTS:
                continue
            own = "conversation IS NULL" if table.name == "outbox" else "1 = 1"
            if table.name in {"conversations", "evidence", "cases", "referrals"}:
                continue
            rows = query(url, f"SELECT {column.name} FROM {table.name} WHERE {own}")  # noqa: S608
            yield from ((f"{table.name}.{column.name}", bytes(v)) for (v,) in rows if v)  # type: ignore[call-overload]


def unnoted(work: Work, name: str) -> None:
    """What is written down is another test's."""


async def rotate(store: Store, keyring: Keyring, place: Place, step: int = 2) -> None:
    rotation = Rotation(store, keyring, place.masters)
    await rotation.begin(unnoted)
    while await rotation.renew(step):
        await store.read(check)
    await rotation.finish(unnoted)


async def test_after_a_change_everything_is_there_and_nothing_is_sealed_with_the_earlier_key(
    database_url: str, place: Place
) -> None:
    keyring = place.keyring()
    async with opened_store(database_url, keyring) as store:
        await store.write(fill)
        before = {value[:5] for _, value in sealed_values(database_url)}
        await rotate(store, keyring, place)
        behind = [name for name, value in sealed_values(database_url) if value[:5] in before]
        assert behind == []
        assert len({name for name, _ in sealed_values(database_url)}) >= len(KEPT)
    async with opened_store(database_url, place.keyring()) as store:
        await store.write(check)


async def test_every_column_that_no_case_seals_is_sealed_anew() -> None:
    covered = {(kept.column.table.name, kept.column.name) for kept in KEPT}
    by_a_case = {
        table.name
        for table in metadata.sorted_tables
        if "conversation" in table.columns and table.name not in {"data_keys", "outbox"}
    } | {"conversations"}
    expected = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name in {"sealed", "wrapped"} and table.name not in by_a_case
    }
    assert covered == expected


async def test_the_earlier_key_opens_nothing_any_more_and_is_put_aside_for_old_backups(
    database_url: str, place: Place, tmp_path: Path
) -> None:
    old = place.masters.read()
    keyring = place.keyring()
    async with opened_store(database_url, keyring) as store:
        await store.write(fill)
        await rotate(store, keyring, place)
    assert len(place.masters.read()) == 1
    assert place.masters.read() != old
    assert _kept_aside(tmp_path) == (0o600, old)
    with pytest.raises(WrongKeyError):
        async with opened_store(database_url, Keyring(*old)):
            raise AssertionError("it opened")


def _kept_aside(folder: Path) -> tuple[int, tuple[bytes, ...]]:
    aside = next(folder.glob("master.key.*.old"))
    return aside.stat().st_mode & 0o777, MasterKeys(aside).read()


async def test_a_change_cut_off_anywhere_is_carried_on(database_url: str, place: Place) -> None:
    old = place.masters.read()
    async with opened_store(database_url, place.keyring()) as store:
        await store.write(fill)
    # Cut off after the file was written, before the database knew.
    place.masters.write([b"n" * 32, *old])
    keyring = place.keyring()
    async with opened_store(database_url, keyring) as store:
        await store.write(check)
        rotation = Rotation(store, keyring, place.masters)
        assert await rotation.begin(unnoted) == Keyring(b"n" * 32).fingerprint
        await rotation.renew(3)
    # Cut off in the middle of the values.
    keyring = place.keyring()
    async with opened_store(database_url, keyring) as store:
        await store.write(check)
        rotation = Rotation(store, keyring, place.masters)
        assert sum((await rotation.behind()).values()) > 0
        while await rotation.renew(3):
            pass
        assert sum((await rotation.behind()).values()) == 0
        await store.write(check)


@pytest.mark.postgres
async def test_another_process_goes_on_without_a_restart(postgres_url: str, place: Place) -> None:
    ours, theirs = place.keyring(), place.keyring()
    async with (
        opened_store(postgres_url, ours) as here,
        opened_store(postgres_url, theirs) as there,
    ):
        await here.write(fill)
        await there.read(check)
        await rotate(here, ours, place)
        await there.write(check)
        await there.write(lambda work: work.conversations.save(conversation("late"), None))
        await here.write(check)
        assert theirs.fingerprint == ours.fingerprint


async def test_a_key_that_is_not_in_a_file_is_changed_by_putting_the_new_one_in_front(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'rongthuk.db'}"
    texts = [base64.b64encode(letter * 32).decode() for letter in (b"a", b"b")]
    one = MasterKeys(tmp_path / "none", text=texts[0])
    both = MasterKeys(tmp_path / "none", command=f"echo {texts[1]} {texts[0]}")
    async with opened_store(url, keyring := Keyring(*one.read())) as store:
        await store.write(fill)
        with pytest.raises(WrongArgument, match="before the present one"):
            await Rotation(store, keyring, one).begin(unnoted)
    async with opened_store(url, keyring := Keyring(*both.read())) as store:
        rotation = Rotation(store, keyring, both)
        assert await rotation.begin(unnoted) == Keyring(b"b" * 32).fingerprint
        while await rotation.renew(100):
            pass
        assert await rotation.finish(unnoted) is None
    async with opened_store(url, Keyring(b"b" * 32)) as store:
        await store.write(check)


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("false", "ended with 1"),
        ("no-such-program-anywhere", "could not be run"),
        ("echo not-a-key", "holds no key"),
        ("'", "could not be run"),
    ],
)
def test_a_command_that_gives_no_key_is_named_and_its_words_are_not_repeated(
    tmp_path: Path, command: str, says: str
) -> None:
    with pytest.raises(KeyFileError, match=says) as raised:
        MasterKeys(tmp_path / "none", command=command).read()
    assert "[keys] command" in str(raised.value)
    assert "not-a-key" not in str(raised.value)


def test_the_commands_change_the_key_and_say_where_the_earlier_one_is(tmp_path: Path) -> None:
    installed(tmp_path, "")
    rongthuk(tmp_path, "keys", "init")
    rongthuk(tmp_path, "officers", "invite", "tak", "--name", "Khun Dao", "--role", "head")
    before = json.loads(rongthuk(tmp_path, "keys", "status", "--json").stdout)
    told = rongthuk(tmp_path, "keys", "rotate")
    after = json.loads(rongthuk(tmp_path, "keys", "status", "--json").stdout)
    assert told.exit_code == 0, told.output
    assert f"master.key.{before['key'][:8]}.old" in told.stdout
    assert after["key"] == after["database"] != before["key"] == before["database"]
    assert set(after["behind"].values()) == {0}


async def test_the_command_carries_on_with_the_key_that_was_taken_into_use(tmp_path: Path) -> None:
    installed(tmp_path, "")
    _in_a_thread(tmp_path, "keys", "init")
    _in_a_thread(tmp_path, "units", "code", "tak")
    (file,) = (tmp_path / "keys").iterdir()
    masters = MasterKeys(file)
    keyring = Keyring(*masters.read())
    async with opened_store(f"sqlite:///{tmp_path}/var/rongthuk.db", keyring) as store:
        begun = await Rotation(store, keyring, masters).begin(
            unnoted
        )  # and no further: it was cut off
    before = json.loads(_in_a_thread(tmp_path, "keys", "status", "--json"))
    assert sum(before["behind"].values()) > 0
    _in_a_thread(tmp_path, "keys", "rotate")
    after = json.loads(_in_a_thread(tmp_path, "keys", "status", "--json"))
    assert (after["key"], sum(after["behind"].values())) == (begun, 0)


def _in_a_thread(folder: Path, *words: str) -> str:
    """What a command prints; it has a loop of its own."""
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(rongthuk, folder, *words).result()
    assert done.exit_code == 0, done.output
    return done.stdout
