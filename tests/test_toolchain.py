"""The ground the other tests stand on: databases, a browser, one set of pinned packages."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Error
from sqlalchemy import create_engine, text

from tests.postgres import Postgres

_PROJECT = Path(__file__).parent.parent


def _ask(url: str, *questions: str) -> list[object]:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            return [connection.execute(text(question)).scalar() for question in questions]
    finally:
        engine.dispose()


def _tables(url: str) -> int:
    catalogue = "sqlite_master" if url.startswith("sqlite") else "pg_tables"
    condition = "1 = 1" if url.startswith("sqlite") else "schemaname = 'public'"
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            found = connection.execute(
                text(f"SELECT count(*) FROM {catalogue} WHERE {condition}")  # noqa: S608
            ).scalar_one()
            connection.execute(text("CREATE TABLE left_behind (word text)"))
    finally:
        engine.dispose()
    return int(found)


@pytest.mark.parametrize("time", ["first", "second"])
def test_every_test_finds_its_database_empty(blank_url: str, time: str) -> None:
    assert _tables(blank_url) == 0, f"the {time} test met somebody's table"


@pytest.mark.postgres
def test_postgresql_is_a_real_one_and_keeps_burmese(postgres_url: str) -> None:
    version, word = _ask(postgres_url, "SELECT version()", "SELECT 'မြန်မာ'")
    assert str(version).startswith("PostgreSQL ")
    assert word == "မြန်မာ"


@pytest.mark.postgres
def test_a_database_made_from_another_has_its_tables(postgres: Postgres) -> None:
    with postgres.database("pattern") as pattern:
        _tables(pattern)
        with postgres.database("copy", template="pattern") as copy:
            assert _ask(copy, "SELECT count(*) FROM left_behind") == [0]


@pytest.mark.browser
async def test_the_browser_has_letters_for_burmese(browser: Browser, tmp_path: Path) -> None:
    letter = tmp_path / "letter.html"
    letter.write_text("<meta charset=utf-8><p>မင်္ဂလာပါ</p>", encoding="utf-8")
    page = await browser.new_page()
    await page.goto(letter.as_uri())
    assert await page.inner_text("p") == "မင်္ဂလာပါ"
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("DOM.enable")
    await devtools.send("CSS.enable")
    root = (await devtools.send("DOM.getDocument"))["root"]["nodeId"]
    node = await devtools.send("DOM.querySelector", {"nodeId": root, "selector": "p"})
    used = await devtools.send("CSS.getPlatformFontsForNode", node)
    assert [font["familyName"] for font in used["fonts"] if "Myanmar" in font["familyName"]]


@pytest.mark.browser
async def test_the_browser_reaches_this_machine_only(browser: Browser) -> None:
    page = await browser.new_page()
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        await page.goto("http://elsewhere.example/")


def test_what_runs_is_what_was_tested() -> None:
    runtime, development = (_pins(f"requirements{kind}.lock") for kind in ("", "-dev"))
    assert runtime
    assert runtime <= development


def _pins(lock: str) -> set[str]:
    written = (_PROJECT / lock).read_text(encoding="utf-8")
    return set(re.findall(r"^[a-z0-9][^\s;]*==[^\s;]+", written, re.MULTILINE))
