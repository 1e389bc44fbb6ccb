"""One-time links over HTTP: what opens them, what they show, and what is written down of it."""

import asyncio
import io
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from aiohttp import ClientResponse
from bot.documents.photos import picture
from bot.domain.conversation import Evidence
from bot.domain.ids import UnitId
from bot.domain.incoming import Media, MediaKind, Tap
from bot.ports import Work
from docx import Document
from PIL import Image

from tests.case_doors import GROUP, OFFICER, PIN, REFUSED_AFTER, Doors, doors
from tests.made_files import MADE, SECRET, box, film, ogg
from tests.test_officer import action
from tests.test_take_turn import WORKER, presses, state

if TYPE_CHECKING:
    from playwright.async_api import Browser

WRONG = "918273"
WEBM, HEIC = b"\x1a\x45\xdf\xa3\x01\x42\x82\x84webm" + SECRET, box(b"ftyp", b"heic", SECRET)


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Doors]:
    async with doors(tmp_path) as opened:
        await opened.sets_pin()
        yield opened


async def test_a_link_and_its_page_end_after_their_minutes(door: Doors) -> None:
    late, link = await door.link(), await door.link()
    assert (await door.enters(link)).status == 200
    await door.home.passes(minutes=10)
    assert (await door.enters(late)).status == 403
    assert (await door.gets("")).status == 404
    assert (await door.paper(form="pdf")).status == 404
    assert (await door.gets("/photo/1")).status == 404


@pytest.mark.safety(32)
async def test_wrong_used_late_and_unknown_are_the_same_page_after_the_same_time(
    door: Doors,
) -> None:
    late = await door.link()
    await door.home.passes(minutes=10)
    used, wrong = await door.link(), await door.link()
    await door.enters(used)
    unknown = wrong[:-43] + "A" * 43
    tries = [(late, PIN), (wrong, WRONG), (used, PIN), (unknown, PIN), (wrong, "")]
    tries.append((late + "x", PIN))
    seen = []
    clock = asyncio.get_running_loop().time
    for link, pin in tries:
        begun = clock()
        response = await door.enters(link, pin)
        seen.append((response.status, await response.text()))
        assert 0 <= clock() - begun - REFUSED_AFTER.total_seconds() < 0.5
    assert len(set(seen)) == 1
    assert seen[0][0] == 403


async def test_wrong_pins_wait_longer_and_longer_and_then_lock(door: Doors) -> None:
    await door.enters(await door.link(), WRONG)
    await door.home.passes(seconds=1)
    assert (await door.enters(await door.link())).status == 200  # forgives the wrong one
    link = await door.link()
    for seconds in (0, 5, 30, 120):
        await door.home.passes(seconds=seconds)
        assert (await door.enters(link, WRONG)).status == 403
        if seconds:
            assert (await door.enters(link, PIN)).status == 403  # too soon: it is not looked at
    await door.home.passes(seconds=120)
    link = await door.link()
    assert (await door.enters(link, WRONG)).status == 403
    await door.home.settle()
    assert "no longer works" in door.home.screen(OFFICER).last.text
    await door.home.passes(hours=1)
    assert (await door.enters(await door.link())).status == 403
    assert len(await door.log("pin.wrong")) == 6
    assert len(await door.log("pin.locked")) == 1


async def test_no_answer_is_kept_framed_or_indexed(door: Doors) -> None:
    link = await door.link()
    answers = [await door.client.get(link), await door.enters(link, WRONG), await door.enters(link)]
    answers += [await door.gets("/photo/1"), await door.gets("/recording/2")]
    answers += [
        await door.gets("/sketch"),
        await door.gets("/photo/9"),
        await door.paper(form="pdf"),
    ]
    for each in answers:
        assert each.headers["Cache-Control"] == "no-store"
        assert each.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert each.headers["X-Frame-Options"] == "DENY"
        assert each.headers["Referrer-Policy"] == "no-referrer"
        assert each.headers["X-Content-Type-Options"] == "nosniff"
        assert "noindex" in each.headers["X-Robots-Tag"]


async def test_the_cookie_is_for_this_site_alone_and_no_script(tmp_path: Path) -> None:
    async with doors(tmp_path, address="https://intake.example.org") as door:
        await door.sets_pin()
        response = await door.client.post(
            await door.link(), data={"pin": PIN}, allow_redirects=False
        )
        cookie = response.headers["Set-Cookie"]
        assert cookie.startswith("__Host-rongthuk-case=")
        for word in ("HttpOnly", "Secure", "SameSite=Strict", "Path=/"):
            assert word in cookie


@pytest.mark.safety(25)
async def test_a_link_opens_once_and_looking_at_it_does_not_use_it_up(door: Doors) -> None:
    link = await door.link()
    for method in ("GET", "GET", "HEAD"):
        async with door.client.request(method, link) as preview:
            assert preview.status == 200
            assert "three months" not in await preview.text()
    page = await door.enters(link)
    assert page.status == 200
    assert "Khun Nok" in await page.text()
    assert (await door.enters(link)).status == 403
    assert [each.detail for each in await door.log("case.link_opened")] == ["file"]
    assert len(await door.log("case.link_refused")) == 1


async def test_the_documents_hold_what_they_should_and_every_taking_is_logged(door: Doors) -> None:
    known = await state(door.home)
    await door.home.says(WORKER, "/start")
    await door.home.take(WORKER, Tap(f"a:{known.id}:review:tags", "t"))
    await door.home.take(WORKER, Tap(f"a:{known.id}:tags:pregnant", "t"))
    await presses(door.home, "tags:done")
    await door.opens()
    paper = await door.paper(form="pdf")
    assert paper.headers["Content-Disposition"].startswith("attachment")
    with pypdfium2.PdfDocument(await paper.read()) as pdf:
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "no pay for three months" in text
    assert "Khun Nok" in text
    without, whole = [await _words(await door.paper(form="docx", sensitive=s)) for s in ("", "yes")]
    assert "Special needs" not in without
    assert "Special needs" in whole
    taken = await door.log("case.file")
    assert [each.detail for each in taken] == ["pdf", "docx", "docx sensitive"]
    assert {(each.who, each.subject) for each in taken} == {("o77", known.reference)}


async def _words(response: ClientResponse) -> str:
    """Everything in the tables of a document."""
    tables = Document(io.BytesIO(await response.read())).tables
    return "\n".join(cell.text for each in tables for row in each.rows for cell in row.cells)


def _kept(work: Work) -> list[Evidence]:
    cases = [work.casework.get(row.reference) for row in work.casework.rows()]
    return [e for c in cases if c for e in work.conversations.evidence_of(c.conversation)]


@pytest.mark.safety(25)
async def test_evidence_shows_no_device_no_name_and_nothing_else(door: Doors) -> None:
    page = await door.opens("📎 Evidence")
    assert re.findall(r'src="open/(photo/\d+)"', page) == ["photo/1"]
    raw = await (await door.gets("/photo/1")).read()
    kept = await door.home.assembly.store.read(_kept)
    files = door.home.assembly.evidence
    originals = [await files.open(each.id, each.key) for each in kept if each.key]
    assert any(b"SECRETPHONE" in each for each in originals)
    assert b"SECRET" not in raw
    with Image.open(io.BytesIO(raw)) as shown:
        assert (len(shown.getexif()), shown.format) == (0, "JPEG")
    bare = picture(next(each for each in originals if b"SECRETPHONE" in each), 1600)
    assert bare is not None
    assert raw != bare.jpeg  # the reader's name stands across it
    response = await door.gets("/recording/2")
    assert response.headers["Content-Disposition"] == 'attachment; filename="item-2.ogg"'
    assert response.headers["Content-Type"] == "application/octet-stream"
    sound = await response.read()
    assert SECRET in ogg()
    assert SECRET not in sound
    assert b"sound!" in sound
    assert (await door.gets("/recording/1")).status == 404  # a photo is never given as it came
    assert (await door.gets("/recording/3")).status == 404  # its bytes could not be fetched
    assert [each.detail for each in await door.log("case.photo")] == ["1"]
    assert (await door.gets("/sketch")).status == 404
    assert (await door.paper(form="pdf")).status == 404


SENT = {**{kind: MADE[kind] for kind in ("mp4", "mov", "mp3")}, "tracked": film(b"meta")}
SENT |= {
    "paper": b"%PDF-1.7 " + SECRET,
    "program": b"MZ\x90\0" + SECRET,
    "webm": WEBM,
    "heic": HEIC,
}


@pytest.mark.safety(25)
async def test_films_and_voices_lose_their_traces_and_what_cannot_is_not_given(door: Doors) -> None:
    for name, content in SENT.items():
        for platform in door.home.platforms.values():
            platform.files[name] = content
        lies = Media(MediaKind.DOCUMENT, name, "image/jpeg", 4, name=f"../{name}.jpg")
        await door.home.take(WORKER, lies)
    await door.home.passes(seconds=2)
    page = await door.opens("📎 Evidence")
    links = re.findall(r'"open/recording/(\d+)"', page)
    assert len(links) == 1 + 4  # the voice, and those that can be made bare
    assert page.count("cannot be given") == 4
    given = {number: await door.gets(f"/recording/{number}") for number in links}
    assert [each.status for each in given.values()] == [200, 200, 200, 200, 404]
    for response in given.values():
        raw = await response.read()
        assert SECRET not in raw
        assert SECRET[:16] not in raw
    names = [each.headers.get("Content-Disposition", "")[-5:-1] for each in given.values()]
    assert names[:4] == [".ogg", ".mp4", ".mov", ".mp3"]
    first = int(links[-1]) + 1
    assert {(await door.gets(f"/recording/{n}")).status for n in range(first, first + 4)} == {404}
    assert {(await door.gets(f"/photo/{n}")).status for n in range(first, first + 4)} == {404}


async def test_the_place_can_be_copied_and_no_map_service_is_asked(door: Doors) -> None:
    page = await door.opens("🗺 Place")
    assert "13.54750, 100.27440" in page
    assert "straight line, about" in page
    sketch = await (await door.gets("/sketch")).text()
    assert sketch.startswith("<svg")
    assert "//" not in page + sketch.replace("http://www.w3.org/2000/svg", "")
    assert (await door.paper(form="pdf")).status == 404
    assert (await door.gets("/photo/1")).status == 404


@pytest.mark.safety(23)
async def test_who_left_or_passed_the_case_on_sees_nothing_more_at_once(door: Doors) -> None:
    await door.opens()
    waiting = await door.link()
    (officer,) = await door.home.assembly.store.read(
        lambda work: work.directory.officers_with(GROUP.channel, OFFICER)
    )

    async def seen() -> list[int]:
        answers = [await door.gets(""), await door.gets("/photo/1"), await door.paper(form="pdf")]
        return [each.status for each in answers]

    async def becomes(unit: str, *, active: bool) -> None:
        changed = replace(officer, unit=UnitId(unit), active=active)
        await door.home.assembly.store.write(lambda work: work.directory.enrol(changed))

    assert await seen() == [200, 200, 200]
    await becomes("samut-sakhon", active=False)
    assert await seen() == [404, 404, 404]
    assert (await door.enters(waiting)).status == 403
    await becomes("samut-sakhon", active=True)
    assert await seen() == [200, 200, 200]
    await becomes("tak", active=True)
    assert await seen() == [404, 404, 404]
    await becomes("samut-sakhon", active=True)
    talk = await state(door.home)
    await door.home.assembly.store.write(lambda work: work.conversations.forget(talk.id))
    assert await seen() == [404, 404, 404]


async def test_who_does_not_hold_the_case_gets_no_link(door: Doors) -> None:
    await door.home.officer("tak", "79", "Khun Dao")
    payload = action(door.home, "file", OFFICER).payload
    await door.home.take("79", Tap(payload, "t"))
    assert "/case/" not in "".join(m.text for _, m in door.home.screen("79").messages)
    assert await door.log("case.link") == []


@pytest.mark.browser
async def test_an_officer_opens_a_case_in_a_real_browser(door: Doors, browser: "Browser") -> None:
    page = await browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    await page.goto(await door.link())
    await page.fill("input[name=pin]", PIN)
    await page.click("button")
    await page.wait_for_selector("text=Opened by Khun Nok")
    assert await door.log("case.photo") == []  # not before somebody has read the warning
    await page.click("summary")
    script = "[...document.images].every(each => (each.loading = 'eager', each.naturalWidth))"
    async with asyncio.timeout(10):
        while not await page.evaluate(script):  # noqa: ASYNC110  a browser has no event for it
            await asyncio.sleep(0.05)
    assert len(await door.log("case.photo")) == 1
    async with page.expect_download() as begun:
        await page.click("button[value=pdf]")
    path = await (await begun.value).path()
    assert path.read_bytes().startswith(b"%PDF")
    assert [each for each in complaints if "Policy" in each] == []
