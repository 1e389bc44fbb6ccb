"""Opens the store a configuration names: SQLite in a file, or PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    FromClause,
    NullPool,
    create_engine,
    event,
    insert,
    literal,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError, DatabaseError

from bot.ports import StoreDown
from storage.audit import HEAD, head_mark
from storage.key_keeping import FINGERPRINT, KEPT, RING
from storage.migrations import upgrade
from storage.postgres import PostgresStore
from storage.sealing import Keyring, UnknownMasterError
from storage.sqlite import DatabaseBusyError, FileLock, SqliteStore, connect
from storage.tables import marks

__all__ = [
    "DatabaseBusyError",
    "PostgresStore",
    "SqliteStore",
    "UnknownDatabaseError",
    "WrongKeyError",
    "open_store",
]

_PREPARING: Final = 5_316_911_983  # the number of the lock under which a database is prepared


class UnknownDatabaseError(ValueError):
    """The address names neither SQLite in a file nor PostgreSQL."""


class WrongKeyError(Exception):
    """The database was sealed with another key than the one given."""


def open_store(
    url: str, keyring: Keyring, *, migrate: bool = True, writers: int = 8, readers: int = 4
) -> SqliteStore | PostgresStore:
    """The store at `sqlite:///<file>` or `postgresql://...` (`postgres://` too), ready for use.

    `migrate` brings its tables up to date first; any number of processes may do so at once.
    `writers` (PostgreSQL) and `readers` are threads, each with a connection. Blocks for a moment.
    Raises `UnknownDatabaseError`, `DatabaseBusyError`, `WrongKeyError` or `StoreDown`.
    """
    address = _address(url)
    if address.get_backend_name() == "postgresql":
        _prepare(address, keyring, migrate=migrate)
        keyring.newest = partial(_newest, address, keyring)
        return PostgresStore(address, keyring, writers=writers, readers=readers)
    path = Path(address.database or "").absolute()
    lock = _locked(path)
    try:
        path.touch(mode=0o600)
        _prepare(address, keyring, migrate=migrate)
    except BaseException:
        lock.release()
        raise
    return SqliteStore(path, keyring, lock, readers=readers)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        # The address may hold a password and is not repeated.
        raise UnknownDatabaseError("this is not the address of a database") from error
    if address.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return address.set(drivername="postgresql+psycopg")
    if address.drivername == "sqlite" and address.database not in {None, "", ":memory:"}:
        return address
    raise UnknownDatabaseError(
        f"{address.drivername} is not known: sqlite:///<file> or postgresql://<address>"
    )


def _prepare(address: URL, keyring: Keyring, *, migrate: bool) -> None:
    try:
        with _preparing(address) as connection:
            if migrate:
                upgrade(connection)
            _check_key(connection, keyring)
    except (DatabaseError, sqlite3.Error, psycopg.Error, OSError) as error:
        raise StoreDown(f"the database cannot be opened: {_reason(error, address)}") from error


def _locked(path: Path) -> FileLock:
    try:
        return FileLock(path)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise StoreDown(f"the database cannot be opened: {error.filename}: {why}") from error


def _reason(error: Exception, address: URL) -> str:
    """The driver's own words in one line: no statement, no link, no password."""
    words = " ".join(str(getattr(error, "orig", None) or error).split())
    password = str(address.password or "")
    return words.replace(password, "***") if password else words


@contextmanager
def _preparing(address: URL) -> Iterator[Connection]:
    """A transaction beside which no other process prepares this database."""
    engine = _engine(address)
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_PREPARING})"))
        yield connection


def _engine(address: URL) -> Engine:
    if address.get_backend_name() == "postgresql":
        return create_engine(address, poolclass=NullPool)
    path = Path(address.database or "")
    engine = create_engine("sqlite://", poolclass=NullPool, creator=lambda: connect(path))
    event.listen(engine, "begin", lambda begun: begun.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _check_key(connection: Connection, keyring: Keyring) -> None:
    known, ring = _kept_keys(connection)
    if not known:
        connection.execute(insert(marks).values(name=FINGERPRINT, value=keyring.fingerprint))
    else:
        try:
            keyring.adopt(known, ring)
        except UnknownMasterError as error:
            raise WrongKeyError(f"the database was {error}") from None
    _begin_log(connection, keyring)


def _begin_log(connection: Connection, keyring: Keyring) -> None:
    """Mark the log of a database in which nothing is kept yet as empty.

    Only there: where something is kept, a log without its mark was taken out, and must not begin
    anew as if nothing had been.
    """
    marked = connection.execute(select(marks.c.name).where(marks.c.name == HEAD)).first()
    if marked or any(_holds_any(connection, kept.column.table) for kept in KEPT):
        return
    connection.execute(insert(marks).values(name=HEAD, value=head_mark(keyring, 0, b"")))


def _holds_any(connection: Connection, table: FromClause) -> bool:
    return connection.execute(select(literal(1)).select_from(table).limit(1)).first() is not None


def _kept_keys(connection: Connection) -> tuple[str, str]:
    """The fingerprint of the master key that the database has, and its ring."""
    names = (FINGERPRINT, RING)
    rows = connection.execute(select(marks.c.name, marks.c.value).where(marks.c.name.in_(names)))
    found = {row[0]: row[1] for row in rows}
    return found.get(FINGERPRINT, ""), found.get(RING, "")


def _newest(address: URL, keyring: Keyring) -> tuple[tuple[bytes, ...], str, str]:
    """The keys as another process may have changed them just now."""
    with _engine(address).connect() as connection:
        return (keyring.reread(), *_kept_keys(connection))
