"""A full run: a worker of each language on each channel, and everybody who works on their cases."""

import io
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.domain.conversation import Answer, Conversation
from bot.domain.errors import Unreachable
from bot.domain.ids import (
    Channel,
    QuestionId,
)
from bot.domain.incoming import Chat, Incoming, Location, Media, MediaKind, Tap, Text
from bot.flows.questions import Kind, Part
from bot.usecases.checkpoint import write_checkpoint
from bot.usecases.take_turn import take_turn
from bot.web.health import Probes
from bot.web.logs import JsonLog
from bot.web.metrics import Metrics
from storage.checkpoint_file import CheckpointLines

from tests.full_run_more import commanded, more
from tests.full_run_staff import referred_and_translated, staffed, taken, written_to
from tests.house import House, Screen, house
from tests.planted import (
    CAST,
    PLATFORM_SAID,
    Planted,
)

WISHES = {
    "safe_to_talk": "yes",
    "for_whom": "me",
    "consent_keep": "pass",
    "consent_statistics": "yes",
    "may_write": "yes",
    "avoid": "nobody",
    "review": "send",
    "contact_hours": "any",
}
WORDS = {
    "what_happened": "told",
    "workplace": "employer",
    "broker": "broker",
    "must_not_happen": "not_to_happen",
    "nickname": "nickname",
    "phone": "phone",
    "code_word": "code_word",
    "sleep_tonight": "address",
}
AT = Location(13.5475, 100.2744)
"""In Samut Sakhon: its centre has the case."""


@dataclass
class Run:
    """What is left when everybody is done."""

    home: House
    written: io.StringIO
    metrics: Metrics
    folder: Path
    told: dict[str, bytes]
    """What commands print that names nobody."""

    async def places(self) -> dict[str, bytes]:
        """Everything beside the database that is looked through, by what it is."""
        kept = [each for each in self.folder.rglob("*") if each.is_file()]
        beside = [each for each in kept if not each.name.startswith("rongthuk.db")]
        probes = Probes(self.home.assembly.store, self.home.desk.clock, tuple(Channel))
        return {
            "evidence": b"".join(e.read_bytes() for e in beside if "evidence" in e.parts),
            **{each.name: each.read_bytes() for each in beside if "evidence" not in each.parts},
            "names of files": "\n".join(str(e.relative_to(self.folder)) for e in kept).encode(),
            "log": self.written.getvalue().encode(),
            **self.told,
            "metrics": self.metrics.page(await probes.standing()),
        }


@asynccontextmanager
async def full_run(folder: Path, url: str = "") -> AsyncIterator[Run]:
    """The same as `_run`; what anything leaves of temporary files lies in the folder too."""
    (folder / "tmp").mkdir()
    before, tempfile.tempdir = tempfile.tempdir, str(folder / "tmp")
    try:
        async with _run(folder, url) as run:
            yield run
    finally:
        tempfile.tempdir = before


@asynccontextmanager
async def _run(folder: Path, url: str = "") -> AsyncIterator[Run]:
    """Everybody has written, sent files and been answered; the house still stands."""
    stream, metrics = io.StringIO(), Metrics()
    log = JsonLog(stream)
    async with house(
        folder, url, change=lambda desk: replace(desk, log=log, meter=metrics)
    ) as home:
        await staffed(home)
        for number, ((language, channel), planted) in enumerate(CAST.items()):
            await _complains(home, language, channel, planted)
            await taken(home)
            if number % 4 in (0, 3):  # every language, on one channel or the other
                await written_to(home)
            await _hears(home, channel, planted, Text(planted.answered), language)
            if number == 0:
                await referred_and_translated(home, planted)
                await more(home, planted)
            await home.passes(minutes=1)
        await _fails(home)
        await write_checkpoint(
            home.desk, CheckpointLines(folder / "var" / "checkpoints.jsonl"), home.desk.zone
        )
        await home.settle()
        yield Run(home, stream, metrics, folder, await commanded(home, log))


async def _complains(home: House, language: str, channel: Channel, planted: Planted) -> None:
    """The whole intake, with words wherever there is room for some, then files and an addition."""
    platform = home.platforms[channel]
    platform.files[planted.photo] = planted.inside_photo.encode()
    platform.files[planted.voice] = planted.inside_voice.encode()
    await _hears(home, channel, planted, Text("hello"), language)
    for _ in range(80):
        known = await home.assembly.store.read(
            lambda work: work.conversations.current(channel, planted.account)
        )
        if known is None or known.asked is None or known.asked.question == "menu":
            break
        if known.asked.question == "under_18":
            await _presses_the_rest(home, known)
        content = _answer(home, channel, planted, known.asked.question, language)
        if content is None:
            break
        await _hears(home, channel, planted, content, language)
    photo = Media(
        MediaKind.PHOTO,
        planted.photo,
        "image/jpeg",
        4,
        name=planted.photo_name,
        caption=planted.caption,
    )
    await _hears(home, channel, planted, photo, language)
    voice = Media(MediaKind.VOICE, planted.voice, "audio/ogg", 4, seconds=3)
    await _hears(home, channel, planted, voice, language)
    await _hears(home, channel, planted, Text(planted.afterwards), language)
    await home.tick()


_PRESSED = {"debt_blocks_leaving": "not_sure"}
"""So that who found the job is asked for."""


async def _presses_the_rest(home: House, known: Conversation) -> None:
    """What is only pressed is answered at once, so that the run stays short; words are written."""
    pressed = tuple(
        Answer(each.id, (_PRESSED.get(each.id, "no" if "no" in each.values else "skip"),), home.now)
        for each in home.desk.around.intake.counted(known)
        if each.kind is not Kind.TELL and not known.record.complete(each.id)
        if each.part in (Part.SCREENING, Part.DETAILS) and each.id != "under_18"
    )
    told = replace(known, answers=(*known.answers, *pressed))
    await home.assembly.store.write(lambda work: work.conversations.save(told, None))


def _answer(
    home: House, channel: Channel, planted: Planted, asked: QuestionId, language: str
) -> Text | Tap | Location | None:
    question = home.desk.around.intake.questions.get(asked)
    offers = home.screen(planted.account, channel)
    if question is None:
        return None
    if question.kind is Kind.TELL:
        told = str(getattr(planted, WORDS[asked]))
        return Text(f"{told}, {planted.address}" if asked == "workplace" else told)
    if question.kind is Kind.PLACE:
        found = any("TH-74" in b.payload for row in offers.last.rows for b in row)
        return Tap(offers.button(f":{asked}:TH-74"), "t") if found else AT
    wish = {**WISHES, "language": language, "safe_contact": "call"}.get(asked)
    if asked == "safe_contact":
        return Tap(offers.button("safe_contact:done" if _ticked(offers) else ":call"), "t")
    for value in (wish, "no", "skip"):
        if value and value in (*question.values, *("skip" * question.skip,), language):
            return Tap(offers.button(f":{asked}:{value}"), "t")
    return Tap(offers.button(f":{asked}:{question.values[0]}"), "t")


def _ticked(screen: Screen) -> bool:
    """Whether something was chosen: only then there is something to be done with."""
    return any(b.payload.endswith(":done") for row in screen.last.rows for b in row)


async def _hears(
    home: House, channel: Channel, planted: Planted, content: object, language: str
) -> None:
    """One event, with all that a platform tells about its sender in the raw bytes."""
    home.events += 1
    name = f"event-{home.events}"
    raw = {"from": planted.username, "name": planted.shown_name, "id": planted.account}
    await take_turn(
        home.desk,
        Incoming(
            name,
            Chat(channel, planted.account),
            planted.account,
            home.now,
            content,  # type: ignore[arg-type]
            message=f"m{name}",
            reply_token=f"token{name}" if channel is Channel.LINE else "",
            language=language,
            raw=json.dumps(raw, ensure_ascii=False).encode(),
        ),
    )
    await home.settle()


async def _fails(home: House) -> None:
    """What goes wrong is told as well: a platform's words, and a bug while somebody writes."""
    planted = CAST["en", Channel.TELEGRAM]
    home.platforms[Channel.TELEGRAM].fails = [Unreachable(PLATFORM_SAID)]
    await _hears(home, Channel.TELEGRAM, planted, Text(planted.told), "en")

    def broken(*_: object) -> None:
        raise ZeroDivisionError(planted.told)

    sound, around = home.desk, replace(home.desk.around, to_unicode=broken)  # type: ignore[arg-type]
    home.desk = replace(sound, around=around)
    await _hears(home, Channel.TELEGRAM, planted, Text(planted.afterwards), "en")
    home.desk = sound
