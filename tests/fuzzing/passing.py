"""A store in which nothing stays: one transaction, taken back after each input."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from bot.ports import Work
from sqlalchemy.dialects import sqlite
from storage.assembly import UnitOfWork
from storage.sqlite import connect
from storage.tables import audit
from storage.transaction import Phrases, Transaction

from tests.house import House

if TYPE_CHECKING:
    from storage.sealing import Keyring

T = TypeVar("T")
_COUNT = f"SELECT count(*) FROM {audit.name}"  # noqa: S608  our own table's name


class PassingStore:
    """Implements `bot.ports.Store`, in the caller's thread: no input waits for another thread.

    A body that raises takes itself back alone, as in the real store on SQLite.
    """

    def __init__(self, home: House) -> None:
        """On the house's own database, in which nobody else may write from now on."""
        path = home.assembly.config.storage.path
        assert path is not None
        self._connection = connect(path)
        self._keyring: Keyring = home.assembly.store._keyring  # noqa: SLF001  nobody else makes one
        self._phrases = Phrases(sqlite.dialect(paramstyle="named"), locking=False)

    @contextmanager
    def passing(self) -> Iterator[None]:
        """What is written meanwhile is gone at the end."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def carry_out(self, body: Callable[[Work], T], *, writes: bool = True) -> T:
        """Run `body` in one unit of work."""
        execute = self._connection.execute
        transaction = Transaction(execute, self._phrases, self._keyring, writes=writes)
        execute("SAVEPOINT body")
        try:
            result = body(UnitOfWork(transaction))
            transaction.finish()
        except BaseException:
            execute("ROLLBACK TO body")
            raise
        finally:
            execute("RELEASE body")
        return result

    def looks(self) -> int:
        """How many entries the audit log has."""
        found: int = self._connection.execute(_COUNT).fetchone()[0]
        return found

    async def write(self, body: Callable[[Work], T]) -> T:
        """As `bot.ports.Store`, without the commit."""
        return self.carry_out(body)

    async def read(self, body: Callable[[Work], T]) -> T:
        """As `bot.ports.Store`."""
        return self.carry_out(body, writes=False)

    async def close(self) -> None:
        """Let go of the database."""
        self._connection.close()
