"""What the parts of one unit of work share: the connection, locks, data keys and seals.

Statements are written in SQLAlchemy Core, compiled once and run on the driver itself: running
them through SQLAlchemy takes five times as long as SQLite does, and a turn has six of them.

Locks on PostgreSQL are taken in this order, so that no two units of work wait for each other:
the account (advisory), the conversation, its case, its referrals, what is owed, the audit log
(advisory, at the very end). Whoever asks for a case or a referral locks its conversation first.
What takes many rows at once (`due_…`, `claim`) skips what is locked and never waits.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import Delete, Dialect, Insert, Select, Update, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from storage.forms import from_bytes, to_bytes
from storage.sealing import Keyring, Sealer
from storage.tables import data_keys

T = TypeVar("T")
Row = tuple[Any, ...]
Statement = Select[Any] | Insert | Update | Delete

_KEY: Final = select(data_keys.c.wrapped).where(data_keys.c.conversation == bindparam("id"))
_ADD_KEY: Final = (
    insert(data_keys)
    .inline()
    .values(conversation=bindparam("id"), wrapped=bindparam("wrapped_key"))
    .on_conflict_do_nothing()
)


class ReadOnlyError(Exception):
    """A body that was to read only tried to write."""


class Rows(Protocol):
    """What a driver gives back."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""

    def fetchone(self) -> Any:  # noqa: ANN401  a row is what was asked for
        """The next row, or None."""

    def fetchall(self) -> list[Any]:
        """All rows."""


Execute = Callable[[str, Mapping[str, object]], Rows]


class Phrases:
    """Statements in the words of one database, compiled at first use; safe between threads."""

    def __init__(self, dialect: Dialect, *, locking: bool) -> None:
        self._dialect = dialect
        self._locking = locking
        self._known: dict[Statement, tuple[str, dict[str, Any]]] = {}

    @property
    def locking(self) -> bool:
        """Whether this database locks rows."""
        return self._locking

    def of(self, statement: Statement) -> tuple[str, dict[str, Any]]:
        """The words and the values that are always the same."""
        found = self._known.get(statement)
        if found is None:
            compiled = statement.compile(dialect=self._dialect)
            binds = compiled.binds
            fixed = {name: bind.value for name, bind in binds.items() if not bind.required}
            # A reader locks nothing. The clause is the last of a statement.
            text = str(compiled)
            words = text if self._locking else text.partition(" FOR UPDATE")[0]
            found = self._known[statement] = (words, fixed)
        return found


class Transaction:
    """One unit of work on one connection, used by one thread and thrown away."""

    def __init__(
        self, execute: Execute, phrases: Phrases, keyring: Keyring, *, writes: bool
    ) -> None:
        self._execute = execute
        self._phrases = phrases
        self.keyring = keyring
        self.writes = writes
        self._digests: dict[tuple[str, ...], bytes] = {}
        self._wrapped: dict[str, bytes] = {}
        self._without: set[str] = set()
        self._forgotten: set[str] = set()
        self._at_end: list[Callable[[], None]] = []
        self.scrubs = False

    def one(self, statement: Statement, **values: object) -> Row | None:
        """The first row."""
        row: Row | None = self._run(statement, values).fetchone()
        return row

    def all(self, statement: Statement, **values: object) -> list[Row]:
        """All rows."""
        return self._run(statement, values).fetchall()

    def change(self, statement: Statement, **values: object) -> int:
        """Write; how many rows were changed. Raises `ReadOnlyError`."""
        if not self.writes:
            raise ReadOnlyError
        return self._run(statement, values).rowcount

    def take(self, statement: Statement, **values: object) -> Row | None:
        """Write, and give back the first row as it was. Raises `ReadOnlyError`."""
        if not self.writes:
            raise ReadOnlyError
        return self.one(statement, **values)

    def digest(self, purpose: str, *parts: str) -> bytes:
        """`Keyring.digest`, worked out once in a unit of work."""
        asked = (purpose, *parts)
        found = self._digests.get(asked)
        if found is None:
            found = self._digests[asked] = self.keyring.digest(purpose, *parts)
        return found

    def lock(self, name: str, part: bytes = b"") -> None:
        """Wait until nobody else holds this name; held until the unit of work ends."""
        if self._phrases.locking and self.writes:
            number = self.keyring.digest(f"lock.{name}", part.hex())[:8]
            order = "SELECT pg_advisory_xact_lock(%(number)s::BIGINT)"
            self._execute(order, {"number": int.from_bytes(number, "big", signed=True)})

    def lock_row(self, statement: Statement, **values: object) -> list[Row] | None:
        """Lock what a statement finds; None where nothing is locked row by row."""
        if self._phrases.locking and self.writes:
            return self._run(statement, values).fetchall()
        return None

    def at_end(self, duty: Callable[[], None]) -> None:
        """Do something as the last thing of this unit of work."""
        self._at_end.append(duty)

    def finish(self) -> None:
        """Do what was put off to the end; just before the commit."""
        for duty in self._at_end:
            duty()

    def learn_key(self, conversation: str, wrapped: bytes) -> None:
        """Spare the question for a data key that was read along with something else."""
        self._wrapped[conversation] = wrapped

    def scrub(self) -> None:
        """Let nothing stand in the database's files, once this is committed, that went with it."""
        self.scrubs = True

    def forget_key(self, conversation: str) -> None:
        """Have no key for this conversation any more."""
        self.scrub()
        self._wrapped.pop(conversation, None)
        self._forgotten.add(conversation)

    def is_forgotten(self, conversation: str) -> bool:
        """Whether it was erased in this unit of work."""
        return conversation in self._forgotten

    def known_sealer(self, conversation: str) -> Sealer | None:
        """What opens a conversation's values, or None where its key was erased."""
        wrapped = self._wrapped.get(conversation)
        if wrapped is None:
            row = None if conversation in self._without else self.one(_KEY, id=conversation)
            if row is None:
                self._without.add(conversation)
                return None
            wrapped = self._wrapped[conversation] = row[0]
        return self.keyring.sealer(conversation, wrapped)

    def sealer(self, conversation: str) -> Sealer:
        """What seals for a conversation; its data key is made at first use."""
        found = self.known_sealer(conversation)
        if found is not None:
            return found
        wrapped = self.keyring.new_key(conversation)
        if self.change(_ADD_KEY, id=conversation, wrapped_key=wrapped):
            self._wrapped[conversation] = wrapped
            return self.keyring.sealer(conversation, wrapped)
        self._without.discard(conversation)
        return self.sealer(conversation)  # another unit of work was quicker

    def _run(self, statement: Statement, values: Mapping[str, object]) -> Rows:
        words, fixed = self._phrases.of(statement)
        return self._execute(words, {**fixed, **values})


def sealed(sealer: Sealer, value: object, table: str, row: str) -> bytes:
    """A value of the domain, sealed for a row's column `sealed`."""
    return sealer.seal(to_bytes(value), table, row, "sealed")


def opened(sealer: Sealer, kind: type[T], blob: bytes, table: str, row: str) -> T:
    """The value of a row's column `sealed`; raises `SealBrokenError`."""
    return from_bytes(kind, sealer.open(blob, table, row, "sealed"))
