"""The store on PostgreSQL: any number of processes; row locks keep them apart.

Some threads, each with a connection of its own; each body is a transaction. A body is run again
when the database took its transaction back for the sake of another one (deadlock, serialisation),
and when a connection that stood idle turns out to be dead.
"""

import random
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final, TypeVar

import psycopg
from psycopg import IsolationLevel
from psycopg.pq import TransactionStatus
from sqlalchemy import URL
from sqlalchemy.dialects.postgresql import psycopg as dialects

from bot.ports import StoreDown, Work
from storage.assembly import UnitOfWork
from storage.crew import Crew, Orders
from storage.sealing import Keyring
from storage.transaction import Phrases, Rows, Transaction

T = TypeVar("T")
Connection = psycopg.Connection[tuple[object, ...]]

_TRIES: Final = 8
_PAUSE: Final = 0.02  # seconds at most, doubled with each try
_CONNECT_WITHIN: Final = "3"  # seconds
_IDLE_IN_TRANSACTION: Final = "60s"  # a process that was halted must not hold its locks for ever
_AGAIN: Final = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)
_DOWN: Final = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.ReadOnlySqlTransaction,  # a standby took over and may only read
)


_DIALECT = dialects.dialect()  # type: ignore[no-untyped-call]
_WRITING = Phrases(_DIALECT, locking=True)
_READING = Phrases(_DIALECT, locking=False)


class BrokenOffError(Exception):
    """A body went on after the database had refused one of its statements: nothing was stored."""


class PostgresStore:
    """Implements `bot.ports.Store`."""

    def __init__(self, url: URL, keyring: Keyring, *, writers: int = 8, readers: int = 4) -> None:
        self._url = url
        self._keyring = keyring
        self._writing = _WRITING
        self._reading = _READING
        self._thread = threading.local()
        self._writers = Crew("store-writer", writers, self._write, self._reset)
        self._readers = Crew("store-reader", readers, self._read, self._reset)

    async def write(self, body: Callable[[Work], T]) -> T:
        """Run `body` in one unit of work and return once it is durably committed.

        Where the connection is lost in the very commit, `StoreDown` rises although the database
        may have stored it: what is brought again must be recognised, as the inbox does.
        """
        return await self._writers.run(body)

    async def read(self, body: Callable[[Work], T]) -> T:
        """Run `body` on a reader; what it writes is refused."""
        return await self._readers.run(body)

    async def close(self) -> None:
        """Finish what is under way and let go of the database."""
        await self._readers.close()
        await self._writers.close()

    def _write(self, orders: Orders) -> None:
        for order in orders:
            try:
                order.result = self._until_done(order.body, writes=True)
            except BaseException as error:  # noqa: BLE001  it rises in `write`
                order.error = error

    def _read(self, orders: Orders) -> None:
        for order in orders:
            try:
                order.result = self._until_done(order.body, writes=False)
            except BaseException as error:  # noqa: BLE001  it rises in `read`
                order.error = error

    def _until_done(self, body: Callable[[Work], T], *, writes: bool) -> T:
        tries = 1
        while True:
            try:
                return self._once(body, writes=writes)
            except _TryAgainError as again:
                if tries == _TRIES:
                    raise _down(again.reason) from again.reason
                # Those that blocked each other must not come back at the same moment.
                time.sleep(random.uniform(0, _PAUSE * 2**tries))  # noqa: S311  no secret
                tries += 1

    def _once(self, body: Callable[[Work], T], *, writes: bool) -> T:
        idle = self._connection() is not None
        try:
            connection = self._connected(writes=writes)
            result = self._carry_out(connection, body, writes=writes)
        except _AGAIN as error:
            self._roll_back()
            raise _TryAgainError(error) from error
        except _DOWN as error:
            dead = self._connection() is None or self._roll_back()
            if dead and idle:
                raise _TryAgainError(error) from error
            raise _down(error) from error
        except BaseException:
            self._roll_back()
            raise
        self._commit(connection)
        return result

    def _carry_out(self, connection: Connection, body: Callable[[Work], T], *, writes: bool) -> T:
        def execute(words: str, values: Mapping[str, object]) -> Rows:
            return connection.execute(words, values)

        phrases = self._writing if writes else self._reading
        transaction = Transaction(execute, phrases, self._keyring, writes=writes)
        result = body(UnitOfWork(transaction))
        transaction.finish()
        if connection.info.transaction_status is TransactionStatus.INERROR:
            # PostgreSQL answers such a COMMIT with a rollback and no error.
            raise BrokenOffError
        return result

    def _commit(self, connection: Connection) -> None:
        try:
            connection.commit()
        except _AGAIN as error:
            self._roll_back()
            raise _TryAgainError(error) from error
        except psycopg.Error as error:
            self._reset()
            raise _down(error) from error

    def _roll_back(self) -> bool:
        """Undo what was begun; whether the connection was lost and let go of."""
        connection = self._connection()
        with suppress(psycopg.Error):
            if connection is not None:
                connection.rollback()
        if connection is not None and connection.closed:
            self._reset()
            return True
        return False

    def _connection(self) -> Connection | None:
        return getattr(self._thread, "connection", None)

    def _connected(self, *, writes: bool) -> Connection:
        connection = self._connection()
        if connection is None:
            connection = self._thread.connection = connect(self._url)
            if not writes:
                connection.read_only = True
                connection.isolation_level = IsolationLevel.REPEATABLE_READ
        return connection

    def _reset(self) -> None:
        connection, self._thread.connection = self._connection(), None
        if connection is not None:
            connection.close()


class _TryAgainError(Exception):
    """The body may be run again: nothing of it was stored."""

    def __init__(self, reason: psycopg.Error) -> None:
        super().__init__(reason)
        self.reason = reason


def connect(url: URL) -> Connection:
    """A connection; raises `psycopg.OperationalError`."""
    args, options = dialects.dialect().create_connect_args(url)  # type: ignore[no-untyped-call]
    settings = f"-c idle_in_transaction_session_timeout={_IDLE_IN_TRANSACTION}"
    given = options.pop("options", "")
    options.setdefault("connect_timeout", _CONNECT_WITHIN)
    return psycopg.connect(*args, options=f"{settings} {given}", **options)


def _down(error: psycopg.Error) -> StoreDown:
    return StoreDown(f"PostgreSQL cannot store it: {error}")
