"""What tests ask for by name: a database, a PostgreSQL, a browser."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.postgres import Postgres

_databases = count(1)

# What a change is held against each time, and what a night can look at (--hypothesis-profile).
settings.register_profile("brief", max_examples=40, deadline=None)
settings.register_profile("thorough", max_examples=2_000, deadline=None)
settings.load_profile("brief")


def _without(what: str, reason: str) -> NoReturn:
    """Skip the test, or fail it where RONGTHUK_REQUIRE names what is missing."""
    if what in os.environ.get("RONGTHUK_REQUIRE", "").split(","):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres() -> Iterator["Postgres"]:
    """A running PostgreSQL, one for each process that runs tests; starts in about a second."""
    from tests.postgres import running_postgres

    with ExitStack() as stack:
        try:
            server = stack.enter_context(running_postgres())
        except (OSError, subprocess.SubprocessError) as error:
            notes = " ".join(getattr(error, "__notes__", ()))
            _without("postgres", f"PostgreSQL does not start: {error} {notes}")
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: "Postgres") -> Iterator[str]:
    """The name of an empty database that is up to date, for copies of it."""
    from tests.databases import bring_up_to_date

    with postgres.database("up_to_date") as url:
        bring_up_to_date(url)
        yield "up_to_date"


@pytest.fixture
def postgres_url(postgres: "Postgres", postgres_template: str) -> Iterator[str]:
    """The address of a database on a real PostgreSQL: up to date, and nothing in it."""
    with postgres.database(f"test_{next(_databases)}", postgres_template) as url:
        yield url


@pytest.fixture
def blank_postgres_url(postgres: "Postgres") -> Iterator[str]:
    """The address of a database on a real PostgreSQL that has no tables yet."""
    with postgres.database(f"test_{next(_databases)}") as url:
        yield url


_BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=_BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database, up to date and empty: each test runs on SQLite and PostgreSQL."""
    if request.param == "sqlite":
        from tests.databases import sqlite_file

        path = tmp_path / "rongthuk.db"
        path.write_bytes(sqlite_file())
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(params=_BOTH)
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'rongthuk.db'}"
    url: str = request.getfixturevalue("blank_postgres_url")
    return url


@pytest.fixture
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator["Browser"]:
    """A Chromium of the test's own, in the test's own loop; it reaches this machine only."""
    from playwright.async_api import Error, async_playwright

    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        _without("browser", "no Chromium is installed (on Debian: apt-get install chromium)")
    async with async_playwright() as playwright:
        try:
            chromium = await playwright.chromium.launch(
                executable_path=executable,
                # What it keeps between two starts does not belong into the tester's own folders.
                env={**os.environ, "HOME": str(tmp_path_factory.mktemp("chromium"))},
                args=[
                    "--no-sandbox",  # root may run Chromium in no other way
                    "--disable-gpu",
                    "--disable-dev-shm-usage",  # a container's is too small
                    "--disable-background-networking",
                    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
                ],
            )
        except Error as error:
            _without("browser", f"Chromium does not start: {error.message}")
        yield chromium
        await chromium.close()
