"""An interpreter hears one recording, or speaks an officer's words; nothing else, nothing stays."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from bot.domain.ids import Channel, ReferralState
from bot.domain.incoming import MediaKind, Unsent
from bot.ports import Work
from bot.usecases.enrol_interpreters import remove_interpreter
from bot.usecases.tidy import tidy

from tests.carrying import PUBLIC, carried, gives, picture, spoken
from tests.house import House, house
from tests.relaying import messages, seen
from tests.test_interpreters import GROUP, accepts, actions, asks
from tests.test_officer import action
from tests.test_relay_wire import doors
from tests.test_take_turn import WORKER, files, sends, texts

OFFICER = "77"
LISTEN = re.compile(r"https://\S+/listen/([\w-]+)")
BOTH = pytest.mark.parametrize("who", ["60", "U61"])


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    """A case that was told by voice, taken; two interpreters, one of them on LINE."""
    async with house(tmp_path, change=lambda desk: replace(desk, public_url=PUBLIC)) as made:
        await made.group("samut-sakhon", "-100")
        await made.group("national", "-200")
        await made.officer("samut-sakhon", OFFICER, "Khun Nok")
        await made.interpreter("60", "Ma Hla", "en")
        await made.interpreter("U61", "Ko Aung", "en")
        await files(made)
        await gives(made, spoken(), WORKER)
        await sends(made)
        await made.take(OFFICER, action(made, "take"), chat=GROUP)
        await asks(made)
        yield made
        assert made.log.failures == []


def where(who: str) -> Channel:
    return Channel.LINE if who.startswith("U") else Channel.TELEGRAM


async def chooses(home: House, item: str) -> None:
    await home.taps(OFFICER, "✍ Choose an item")
    await home.taps(OFFICER, item)


async def token(home: House, who: str) -> str:
    """What opens the page that was just told to an interpreter."""
    await home.tick()
    found = LISTEN.search(home.screen(who, where(who)).last.text)
    assert found is not None
    return found[1]


@BOTH
@pytest.mark.safety(42)
async def test_one_recording_is_heard_on_a_page_until_its_translation_has_come(
    home: House, who: str
) -> None:
    await accepts(home, who)
    await chooses(home, "🎧 Voice 1")
    link = await token(home, who)
    assert carried(home, who, where(who)) == []  # the voice itself goes to no platform
    async with doors(home) as (web, url):
        async with web.get(f"{url}/listen/{link}") as page:
            body = await page.text()
            assert page.status == 200
            assert "media-src 'self'" in page.headers["Content-Security-Policy"]
        assert f'src="../enclosed/{link}.m4a"' in body
        assert "interpreter.listened" not in await actions(home)
        async with web.get(f"{url}/enclosed/{link}.m4a") as sound:
            assert sound.content_type == "audio/mp4"
            assert (await sound.read())[4:8] == b"ftyp"
        async with web.get(f"{url}/enclosed/{link}.m4a", headers={"Range": "bytes=9-"}) as rest:
            assert rest.status == 206
        await home.says(who, "three months without pay", channel=where(who))
        assert "three months without pay" in seen(home, OFFICER)[-1]
        for path in (f"/listen/{link}", f"/enclosed/{link}.m4a"):
            async with web.get(url + path) as gone:
                assert gone.status == 404
    heard = [each for each in await actions(home) if each != "interpreter.asked"]
    assert heard == [
        f"interpreter.{each}" for each in ("declared", "shown", "listened", "translated")
    ]
    await tidy(home.desk, home.assembly.evidence)
    assert len(await home.assembly.evidence.names()) == 1  # the worker's own


@pytest.mark.safety(42)
async def test_all_of_it_but_the_first_byte_is_written_down_too(home: House) -> None:
    await accepts(home, "60")
    async with doors(home) as (web, url):
        for listened in (1, 2):  # the second time another item was shown between
            await chooses(home, "🎧 Voice 1")
            address = f"{url}/enclosed/{await token(home, '60')}.m4a"
            for _ in range(2):  # a player that goes on is not a second listener
                async with web.get(address, headers={"Range": "bytes=1-"}) as most:
                    assert most.status == 206
            assert (await actions(home)).count("interpreter.listened") == listened


@pytest.mark.safety(42)
async def test_an_ended_task_another_item_or_an_erased_case_ends_the_listening(home: House) -> None:
    await accepts(home)
    await chooses(home, "🎧 Voice 1")
    first = await token(home, "60")
    await chooses(home, "🎧 Voice 1")
    second = await token(home, "60")
    async with doors(home) as (web, url):
        async with web.get(f"{url}/listen/{first}") as page:
            assert page.status == 404
        async with web.get(f"{url}/listen/{second}") as page:
            assert page.status == 200
        await home.taps(OFFICER, home.screen(OFFICER).button("⏹ End it"))
        async with web.get(f"{url}/enclosed/{second}.m4a") as sound:
            assert sound.status == 404
    await tidy(home.desk, home.assembly.evidence)
    assert len(await home.assembly.evidence.names()) == 1


@pytest.mark.safety(40, 42)
async def test_what_the_worker_takes_back_the_interpreter_hears_and_reads_no_more(
    home: House,
) -> None:
    await gives(home, spoken(), WORKER, message="theirs")
    await accepts(home)
    await chooses(home, "🎧 Voice 2")
    link = await token(home, "60")
    await home.take(WORKER, Unsent("theirs"))
    async with doors(home) as (web, url), web.get(f"{url}/enclosed/{link}.m4a") as sound:
        assert sound.status == 404
    await home.tick()
    await tidy(home.desk, home.assembly.evidence)
    assert len(await home.assembly.evidence.names()) == 1  # the other recording
    await home.says("60", "three months without pay")
    assert not any("three months without pay" in text for text in seen(home, OFFICER))


async def test_nobody_else_hears_it_and_a_voice_is_no_translation(home: House) -> None:
    await accepts(home)
    await chooses(home, "🎧 Voice 1")
    await token(home, "60")
    assert not any("/listen/" in text for text in texts(home, "U61") + texts(home, OFFICER))
    await gives(home, spoken(), "U61", channel=Channel.LINE)
    assert "nothing to translate" in home.screen("U61", Channel.LINE).last.text
    await gives(home, spoken(), "60")
    assert "write the translation" in home.screen("60").last.text
    assert await messages(home) == []


@pytest.mark.safety(42)
async def test_an_interpreter_who_was_removed_hears_and_is_given_nothing_more(home: House) -> None:
    await accepts(home)
    await chooses(home, "🎧 Voice 1")
    link = await token(home, "60")
    await remove_interpreter(home.assembly, who="operator", interpreter="i60")
    async with doors(home) as (web, url):
        for path in (f"/listen/{link}", f"/enclosed/{link}.m4a"):
            async with web.get(url + path) as gone:
                assert gone.status == 404
    await home.taps(OFFICER, "✍ Choose an item")
    assert "No interpreter has accepted" in home.screen(OFFICER).last.text
    await home.tick()
    assert "Please ask another" in home.screen(OFFICER).last.text
    assert (await actions(home))[-1] == "interpreter.ended"
    await tidy(home.desk, home.assembly.evidence)
    assert len(await home.assembly.evidence.names()) == 1


@pytest.mark.safety(31, 42)
async def test_words_are_spoken_for_nobody_once_the_case_waits_for_somebody_else(
    home: House,
) -> None:
    await accepts(home)
    await chooses(home, "🎙 Say my words")
    await home.says(OFFICER, "Please come on Monday")

    def waits(work: Work) -> None:
        (referral,) = work.casework.referrals_of(work.casework.rows()[0].reference)
        free = replace(referral, state=ReferralState.SENT, holder=None, holder_unit=None)
        work.casework.save_referral(free)

    await home.assembly.store.write(waits)
    await gives(home, spoken(), "60")
    assert await messages(home) == []
    assert "This task is over" in home.screen("60").last.text


@BOTH
@pytest.mark.safety(31, 42)
async def test_an_officers_words_are_spoken_and_sent_with_the_officers_second_tap(
    home: House, who: str
) -> None:
    await accepts(home, who)
    await chooses(home, "🎙 Say my words")
    await home.says(OFFICER, "Please come on Monday, call 081 234 5678")
    assert "“Please come on Monday" in home.screen(who, where(who)).last.text
    await home.says(who, "typed instead", channel=where(who))
    assert "as a voice message" in home.screen(who, where(who)).last.text
    await gives(home, picture(), who, channel=where(who))
    assert "as a voice message" in home.screen(who, where(who)).last.text
    await gives(home, spoken(), who, channel=where(who))
    asked = seen(home, OFFICER)[-1]
    assert asked.startswith("(voice)")
    assert "To be said: “Please come on Monday" in asked
    assert "You wrote a phone number" in asked
    assert "sends you a voice" not in "".join(texts(home, WORKER))
    await home.taps(OFFICER, "📤 Send all the same")
    shown = home.screen(WORKER).last.text
    assert "An interpreter helped" in shown
    assert "Please come" not in shown
    await home.taps(WORKER, "🔊 Play the voice")
    assert [each.kind for each in carried(home, WORKER)] == [MediaKind.VOICE]
    await gives(home, spoken(), who, channel=where(who))
    assert "nothing to translate" in home.screen(who, where(who)).last.text
    assert (await actions(home))[-1] == "interpreter.spoke"


async def test_without_an_address_of_ours_no_voice_is_given_to_anybody(home: House) -> None:
    home.desk = replace(home.desk, public_url="")
    await accepts(home)
    await chooses(home, "🎧 Voice 1")
    assert "public_url" in home.screen(OFFICER).last.text
    assert "interpreter.shown" not in await actions(home)
