"""A worker's own copy as files: a neutral page behind a link that opens once, for minutes."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientResponse, ClientSession
from bot.documents.bind import Bindery
from bot.domain.ids import Channel
from bot.domain.incoming import Tap
from bot.ports import Work
from bot.web.case_pages import CasePages
from bot.web.health import Probes
from bot.web.metrics import Metrics
from bot.web.server import build_web, serving
from bot.web.webhooks import Webhooks

from tests.agencies import WORKER, asks_worker, officer_taps, said, taken
from tests.copying import WORD, answers, links
from tests.house import House, photo
from tests.parting import erases, logged, only_case, withdraws
from tests.test_agencies_referring import answers as answers_agency


@dataclass
class Browser:
    """The house, and a browser that keeps no cookies before its pages."""

    home: House
    url: str
    client: ClientSession
    secret: str = ""

    async def gets(self, path: str) -> ClientResponse:
        return await self.client.get(self.url + path)

    async def opens(self, path: str) -> tuple[int, str]:
        """Press the one button; the secret of the page is kept."""
        response = await self.client.post(self.url + path.partition("?")[0])
        text = await response.text()
        self.secret = text.partition('name="secret" value="')[2].partition('"')[0]
        return response.status, text

    async def keeps(self, path: str, form: str) -> ClientResponse:
        """One of the two files."""
        data = {"secret": self.secret, "form": form}
        return await self.client.post(f"{self.url}{path.partition('?')[0]}/keep", data=data)


@asynccontextmanager
async def browser(folder: Path, channel: Channel = Channel.TELEGRAM) -> AsyncIterator[Browser]:
    async with taken(folder, channel) as home:
        home.desk = replace(home.desk, public_url="http://127.0.0.1:1")
        await home.says(WORKER, "/start", channel=channel)
        assembly, desk = home.assembly, home.desk

        async def take(_: object) -> None: ...

        web = build_web(
            hooks=(),
            webhooks=Webhooks(take, assembly.clock, home.log, home.counts),
            probes=Probes(assembly.store, assembly.clock, (channel,)),
            metrics=Metrics(),
            pages=CasePages(
                desk, Bindery(assembly.catalogue, desk.around, assembly.evidence)
            ).routes(),
        )
        async with serving(web, "127.0.0.1", 0) as port, ClientSession() as client:
            yield Browser(home, f"http://127.0.0.1:{port}", client)


@pytest.mark.safety(25)
@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.LINE])
async def test_a_link_opens_once_and_its_page_title_and_files_say_nothing(
    tmp_path: Path, channel: Channel
) -> None:
    async with browser(tmp_path, channel) as web:
        path = await links(web.home, channel)
        assert path.endswith("?openExternalBrowser=1") is (channel is Channel.LINE)
        before = await web.gets(path)
        plain = await before.text()
        assert "<title>Page</title>" in plain
        assert "Pay" not in plain
        assert before.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in before.headers
        status, text = await web.opens(path)
        assert (status, "Pay problem" in text, "<title>Page</title>" in text) == (200, True, True)
        again, _ = await web.client.post(web.url + path.partition("?")[0]), ""
        assert again.status == 404
        for form, mime in (("html", "text/html"), ("json", "application/json")):
            kept = await web.keeps(path, form)
            assert kept.content_type == mime
            assert kept.headers["Content-Disposition"] == f'attachment; filename="notes.{form}"'
            assert kept.headers["Cache-Control"] == "no-store"
        found = await logged(web.home, await only_case(web.home))
        wanted = ["case.copy_link", "case.copy_opened", "case.copy_file", "case.copy_file"]
        assert [action for who, action in found if "copy" in action] == wanted


async def test_a_link_and_its_page_end_after_their_minutes(tmp_path: Path) -> None:
    async with browser(tmp_path) as web:
        late, path = await links(web.home), await links(web.home)
        assert (await web.opens(path))[0] == 200
        web.home.moment[0] += web.home.desk.link_life
        assert (await web.keeps(path, "json")).status == 404
        assert (await web.opens(late))[0] == 404
        made_up = late.rpartition("/")[0] + "/" + "A" * 43
        assert (await web.opens(made_up))[0] == 404


@pytest.mark.safety(8)
async def test_clearing_the_chat_kills_the_link_and_the_page_it_opened(tmp_path: Path) -> None:
    async with browser(tmp_path) as web:
        unopened, path = await links(web.home), await links(web.home)
        assert (await web.opens(path))[0] == 200
        await web.home.says(WORKER, "hide")
        assert (await web.keeps(path, "json")).status == 404
        assert (await web.opens(unopened))[0] == 404


async def test_a_link_is_dead_once_the_case_was_opened_on_another_phone(tmp_path: Path) -> None:
    async with browser(tmp_path) as web:
        path = await links(web.home)

        def moved(work: Work) -> None:
            talk = work.conversations.current(Channel.TELEGRAM, WORKER)
            assert talk is not None
            later = web.home.now + timedelta(seconds=1)
            work.conversations.save(replace(talk, moved_at=later), None)

        await web.home.assembly.store.write(moved)
        assert (await web.opens(path))[0] == 404


async def test_erasing_the_case_kills_the_link_too(tmp_path: Path) -> None:
    async with browser(tmp_path) as web:
        path = await links(web.home)
        await erases(web.home)
        assert (await web.opens(path))[0] == 404


@pytest.mark.safety(9)
async def test_taking_the_case_back_kills_the_link_too(tmp_path: Path) -> None:
    async with browser(tmp_path) as web:
        path = await links(web.home)
        await withdraws(web.home)
        assert (await web.opens(path))[0] == 404


async def _everything_happened(web: Browser) -> str:
    """Words, a photo, an officer's looks and note, an agency, a code-word; the JSON of it."""
    home = web.home
    await home.says(WORKER, "the boat is Chok Dee")
    await home.take(WORKER, photo())
    await home.tick()
    await officer_taps(home, "record")
    await officer_taps(home, "note")
    await home.says("77", "I think it is trafficking")
    await asks_worker(home)
    await answers_agency(home, "yes")
    await answers(home, "code_word", words=WORD, channel=Channel.TELEGRAM)
    await home.says(WORKER, "copy")
    await home.says(WORKER, WORD)
    await home.taps(WORKER, "copy:file")
    await home.taps(WORKER, "copy_file:yes")
    shown = next(text for text in reversed(said(home, WORKER)) if "/page/" in text)
    path = shown.partition("127.0.0.1:1")[2].split()[0]
    await web.opens(path)
    return await (await web.keeps(path, "json")).text()


async def test_the_json_is_complete_and_names_no_officer(tmp_path: Path) -> None:
    async with browser(tmp_path) as web:
        text = await _everything_happened(web)
        (record,) = json.loads(text)["records"]
        told = {each["question"]: each for each in record["answers"]}
        assert told["category"]["values"] == ["pay"]
        assert told["category"]["at"].endswith("+00:00")
        assert (told["code_word"]["values"], told["code_word"]["words"]) == (["set"], "")
        assert record["notes"][-1]["words"] == "the boat is Chok Dee"
        (file,) = record["evidence"]
        assert (file["kind"], len(file["sha256"])) == ("photo", 64)
        consents = {each["question"]: each for each in record["consents"]}
        assert "keep your answers" in consents["consent_keep"]["wording"]
        assert len(consents["consent_keep"]["version"]) == 8
        units = {each["unit"]: each for each in record["referrals"]}
        assert units["sk-labour"]["passed_on"]
        assert units["sk-labour"]["consents"][-1]["value"] == "yes"
        assert units["samut-sakhon"]["at"]
        assert {each["unit"] for each in record["looks"]} == {"samut-sakhon"}
        for hidden in ("Khun Nok", "o77", "trafficking", WORD):
            assert hidden not in text, hidden


async def test_an_old_yes_makes_no_second_link(tmp_path: Path) -> None:
    async with browser(tmp_path) as web:
        await links(web.home)
        old = web.home.screen(WORKER).button("copy_file:yes")
        await web.home.take(WORKER, Tap(old, "t"))
        found = await logged(web.home, await only_case(web.home))
        assert found.count(("worker", "case.copy_link")) == 1
