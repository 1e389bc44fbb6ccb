"""The demonstration shows case files too: the same link, the same PIN, the same page."""

import re

import aiohttp

from tests.demo_stage import page_and_stage, shown, tap

OFFICER = "officer-national"
PIN = "270914"


async def test_an_officer_of_the_demonstration_opens_a_case_file() -> None:
    async with page_and_stage() as (address, stage):
        for ending in (":language:en", ":safe_to_talk:yes", ":in_danger_now:yes"):
            await tap(stage, "worker-1", ending)
        await tap(stage, "group-national", "r:take:", OFFICER)
        await tap(stage, OFFICER, "r:pin:")
        for _ in range(2):
            await stage.hear(OFFICER, OFFICER, {"kind": "text", "text": PIN})
        await tap(stage, OFFICER, "r:file:")
        messages = shown(stage, OFFICER)
        assert not any(PIN in each["text"] for each in messages)
        found = re.search(rf"{address}/case/\S+", messages[-1]["text"])
        assert found is not None
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as visitor:
            async with visitor.get(found[0]) as entrance:
                assert "form-action 'self'" in entrance.headers["Content-Security-Policy"]
            async with visitor.post(found[0], data={"pin": PIN}) as page:
                assert "Case file" in await page.text()
            async with visitor.post(f"{address}/case/open/paper", data={"form": "pdf"}) as paper:
                assert (await paper.read()).startswith(b"%PDF")
