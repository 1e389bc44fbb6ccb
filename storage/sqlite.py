"""The store on SQLite: one process, one writer, many commits in one.

All that wait to write share one transaction and one `fsync`: each body in a savepoint of its own,
one commit for all of them. Measured against a commit for each, that is several times the turns.
SQLite 3.7.0-3.51.2 may damage a WAL with two writers; here there is one, and a lock file sees to
it that no second process comes.
"""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import quote

from sqlalchemy.dialects import sqlite

from bot.ports import StoreDown, Work
from storage.assembly import UnitOfWork
from storage.crew import Crew, Order, Orders
from storage.sealing import Keyring
from storage.transaction import Phrases, Transaction

T = TypeVar("T")

_BATCH: Final = 64
_STATEMENTS: Final = 256
_PATIENCE: Final = "PRAGMA busy_timeout = 5000"
_PRAGMAS: Final = (
    _PATIENCE,
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",  # what is erased is overwritten
    "PRAGMA cache_size = -65536",  # KiB
)
_DOWN: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
"""Result codes (https://www.sqlite.org/rescode.html) that are the disk's or the system's fault."""
_PRIMARY: Final = 0xFF


class DatabaseBusyError(Exception):
    """Another process has the database file open; the message names the file."""


class _LostError(Exception):
    """SQLite rolled the whole transaction back on its own."""


class FileLock:
    """One process per database file, by a lock file beside it; gone with the process."""

    def __init__(self, database: Path) -> None:
        """Take it; raises `DatabaseBusyError`."""
        path = database.with_name(f"{database.name}.lock")
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            busy = f"{database} is in use by another process (it holds {path})"
            raise DatabaseBusyError(busy) from error

    def release(self) -> None:
        """Give it back."""
        self._file.close()


_PHRASES = Phrases(sqlite.dialect(paramstyle="named"), locking=False)


class SqliteStore:
    """Implements `bot.ports.Store`."""

    def __init__(self, path: Path, keyring: Keyring, lock: FileLock, *, readers: int = 4) -> None:
        self._path = path
        self._keyring = keyring
        self._lock = lock
        self._phrases = _PHRASES
        self._unclean = True  # whatever a process that was killed left there
        self._connection: sqlite3.Connection | None = None
        self._reading = threading.local()
        self._writer = Crew("store-writer", 1, self._write, self._reset, batch=_BATCH)
        self._readers = Crew("store-reader", readers, self._read, self._reset_reader)

    async def write(self, body: Callable[[Work], T]) -> T:
        """Run `body` in one unit of work and return once it is durably committed."""
        return await self._writer.run(body)

    async def read(self, body: Callable[[Work], T]) -> T:
        """Run `body` on a reader; what it writes is refused."""
        return await self._readers.run(body)

    async def close(self) -> None:
        """Finish what is under way and let go of the database."""
        await self._readers.close()
        await self._writer.close()
        self._lock.release()

    def _write(self, orders: Orders) -> None:
        try:
            connection = self._connected()
            connection.execute("BEGIN IMMEDIATE")
            for order in orders:
                self._attempt(connection, order)
            connection.execute("COMMIT")
            self._scrub(connection)
        except (sqlite3.Error, _LostError) as error:
            self._reset()
            for order in orders:
                order.error = order.error or _down(error)

    def _scrub(self, connection: sqlite3.Connection) -> None:
        """Empty the write-ahead log, in which pages stand as they were before an erasure.

        It waits for no reader: while one reads, it is tried again after the next commit.
        """
        if not self._unclean:
            return
        connection.execute("PRAGMA busy_timeout = 0")
        with suppress(sqlite3.Error):  # what was committed is committed
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._unclean = bool(busy)
        connection.execute(_PATIENCE)

    def _attempt(self, connection: sqlite3.Connection, order: Order[object]) -> None:
        connection.execute("SAVEPOINT body")
        try:
            order.result = self._carry_out(connection, order.body, writes=True)
        except BaseException as error:  # noqa: BLE001  it rises in `write`
            order.error = _down(error) if _is_down(error) else error
        if not connection.in_transaction:  # SQLite gave up on all of them, or the body did
            raise _LostError
        if order.error is not None:
            connection.execute("ROLLBACK TO body")
        connection.execute("RELEASE body")

    def _read(self, orders: Orders) -> None:
        for order in orders:
            try:
                connection = self._connected_reader()
                connection.execute("BEGIN")
                try:
                    order.result = self._carry_out(connection, order.body, writes=False)
                finally:
                    connection.execute("ROLLBACK")
            except BaseException as error:  # noqa: BLE001  it rises in `read`
                order.error = error
                if _is_down(error):
                    self._reset_reader()
                    order.error = _down(error)

    def _carry_out(
        self, connection: sqlite3.Connection, body: Callable[[Work], T], *, writes: bool
    ) -> T:
        transaction = Transaction(connection.execute, self._phrases, self._keyring, writes=writes)
        result = body(UnitOfWork(transaction))
        transaction.finish()
        if transaction.scrubs:
            self._unclean = True
        return result

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = connect(self._path)
        return self._connection

    def _connected_reader(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._reading, "connection", None)
        if found is None:
            found = self._reading.connection = connect(self._path, read_only=True)
        return found

    def _reset(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()  # rolls back what is open

    def _reset_reader(self) -> None:
        connection = getattr(self._reading, "connection", None)
        self._reading.connection = None
        if connection is not None:
            connection.close()


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection that begins and commits when it is told to, and not before."""
    mode = "ro" if read_only else "rw"
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode={mode}",
        uri=True,
        isolation_level=None,
        cached_statements=_STATEMENTS,
    )
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    connection.execute("PRAGMA query_only = ON" if read_only else "PRAGMA journal_mode = WAL")
    return connection


def _is_down(error: BaseException) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, sqlite3.Error) and code is not None and code & _PRIMARY in _DOWN


def _down(error: BaseException) -> StoreDown:
    down = StoreDown(f"SQLite cannot store it: {error}")
    down.__cause__ = error
    return down


def damage(path: Path) -> str:
    """What is broken in a database file, or an empty string; it may be in use meanwhile."""
    try:
        connection = connect(path, read_only=True)
    except sqlite3.Error as error:
        return str(error)
    try:
        found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(1)")]
    except sqlite3.Error as error:
        found = [str(error)]
    finally:
        connection.close()
    return "" if found == ["ok"] else found[0]
