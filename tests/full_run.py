"""A full run: a worker of each language on each channel, and everybody who works on their cases."""

import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.domain.agency import Agency, AgencyKind, Reach
from bot.domain.conversation import Answer, Conversation
from bot.domain.errors import Unreachable
from bot.domain.ids import (
    Channel,
    InterpreterId,
    LanguageCode,
    OfficerId,
    ProvinceCode,
    QuestionId,
    UnitId,
)
from bot.domain.incoming import Chat, Incoming, Location, Media, MediaKind, Tap, Text
from bot.domain.interpreter import Interpreter, Sex
from bot.domain.unit import Officer, Role
from bot.flows.questions import Kind, Part
from bot.ports import Work
from bot.usecases.checkpoint import write_checkpoint
from bot.usecases.take_turn import take_turn
from bot.web.health import Probes
from bot.web.logs import JsonLog
from bot.web.metrics import Metrics
from storage.checkpoint_file import CheckpointLines

from tests.house import House, Screen, house
from tests.planted import (
    AGENCY_ADDRESS,
    AGENCY_PHONE,
    CAST,
    GROUPS,
    HLA,
    LEK,
    LINE_GROUP,
    NGUYEN,
    NOK,
    NOTED,
    OFFICERS_WORDS,
    PLATFORM_SAID,
    PLOY,
    TRANSLATED,
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
    "must_not_happen": "not_to_happen",
    "nickname": "nickname",
    "phone": "phone",
    "code_word": "code_word",
    "sleep_tonight": "address",
}
WORKS_FOR = {NOK: "samut-sakhon", LEK: "samut-sakhon", PLOY: "sk-labour"}
WRITES_ON = {HLA: Channel.TELEGRAM, NGUYEN: Channel.LINE}
A_MOMENT = timedelta(seconds=4)
AT = Location(13.5475, 100.2744)
"""In Samut Sakhon: its centre has the case."""


@dataclass
class Run:
    """What is left when everybody is done."""

    home: House
    written: io.StringIO
    metrics: Metrics
    folder: Path

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
            "metrics": self.metrics.page(await probes.standing()),
        }


@asynccontextmanager
async def full_run(folder: Path, url: str = "") -> AsyncIterator[Run]:
    """Everybody has written, sent files and been answered; the house still stands."""
    stream, metrics = io.StringIO(), Metrics()
    log = JsonLog(stream)
    async with house(
        folder, url, change=lambda desk: replace(desk, log=log, meter=metrics)
    ) as home:
        await _staff(home)
        for number, ((language, channel), planted) in enumerate(CAST.items()):
            await _complains(home, language, channel, planted)
            await _taken(home)
            if number % 4 in (0, 3):  # every language, on one channel or the other
                await _written_to(home)
            await _hears(home, channel, planted, Text(planted.answered), language)
            if number == 0:
                await _referred_and_translated(home, planted)
            await home.passes(minutes=1)
        await _fails(home)
        await write_checkpoint(
            home.desk, CheckpointLines(folder / "var" / "checkpoints.jsonl"), home.desk.zone
        )
        await home.settle()
        yield Run(home, stream, metrics, folder)


async def _staff(home: House) -> None:
    for unit, chat in GROUPS.items():
        await home.group(unit, chat)
    await home.group("samut-sakhon", LINE_GROUP, Channel.LINE)
    for number, (staff, unit) in enumerate(WORKS_FOR.items(), 1):
        new = Officer(
            *(OfficerId(f"o{number}"), UnitId(unit), Channel.TELEGRAM, staff.account, staff.name),
            Role.OFFICER,
            home.desk.officers_speak,
            private_open=True,
            phone=staff.phone,
        )
        await home.assembly.store.write(partial(_enrolled, new))
    for number, (staff, language) in enumerate({HLA: "en", NGUYEN: "vi"}.items(), 1):
        speaks = Interpreter(
            *(InterpreterId(f"i{number}"), WRITES_ON[staff], staff.account, staff.name),
            *((LanguageCode(language),), Sex.FEMALE),
            language=home.desk.officers_speak,
            private_open=True,
        )
        await home.assembly.store.write(partial(_also_enrolled, speaks))
    names = ("สวัสดิการแรงงาน (ตัวอย่าง)", "Labour Protection (example)", (ProvinceCode("TH-74"),))
    agency = Agency(
        *(UnitId("sk-labour"), AgencyKind.LABOUR_PROTECTION, *names),
        phone=AGENCY_PHONE,
        address=AGENCY_ADDRESS,
        reach=Reach.GROUP,
    )
    await home.assembly.store.write(lambda work: work.agencies.save(agency))


def _also_enrolled(new: Interpreter, work: Work) -> None:
    work.interpreters.enrol(new)


def _enrolled(new: Officer, work: Work) -> None:
    work.directory.enrol(new)


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


async def _presses_the_rest(home: House, known: Conversation) -> None:
    """What is only pressed is answered at once, so that the run stays short; words are written."""
    pressed = tuple(
        Answer(each.id, ("no" if "no" in each.values else "skip",), home.now)
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


async def _presses(home: House, who: str, wanted: str, chat: Chat | None = None) -> None:
    """A tap of somebody who is no worker, a moment after what was before."""
    home.moment[0] += A_MOMENT
    await home.taps(who, wanted, chat=chat)


async def _taken(home: House) -> None:
    """The officer takes the case, notes something and looks at all of it."""
    group = Chat(Channel.TELEGRAM, GROUPS["samut-sakhon"], private=False)
    await _presses(home, NOK.account, "✋ Take the case", chat=group)
    await _presses(home, NOK.account, "🗒 Note")
    await home.says(NOK.account, NOTED)
    await _presses(home, NOK.account, "📄 Case record")


async def _written_to(home: House) -> None:
    """The officer asks the worker something in their own words."""
    await _presses(home, NOK.account, "💬 Write to them")
    await _presses(home, NOK.account, ":own")
    await _presses(home, NOK.account, ":own.language")
    await home.says(NOK.account, OFFICERS_WORDS)
    await _presses(home, NOK.account, "📤 Send")


async def _referred_and_translated(home: House, planted: Planted) -> None:
    """An interpreter sees one item; the inspectors get the case once the worker has agreed."""
    nok, there = NOK.account, Chat(Channel.TELEGRAM, GROUPS["sk-labour"], private=False)
    await _presses(home, nok, "🗣 Interpreter")
    await _presses(home, nok, "🗣 Anybody")
    await _presses(home, HLA.account, "✅ I can")
    await _presses(home, HLA.account, "✅ I know nobody")
    await _presses(home, nok, "✍ Choose an item")
    await _presses(home, nok, "✍ What happened")
    await home.says(HLA.account, TRANSLATED)
    await _presses(home, nok, "🏛 Refer")
    await _presses(home, nok, "➕ Others")
    await _presses(home, nok, ":sk-labour")
    for value in (".claim_pay", ".done"):
        await _presses(home, nok, value)
    for _, message in reversed(home.screen(planted.account).messages):
        agreed = [b.payload for row in message.rows for b in row if ":consent_refer_" in b.payload]
        if agreed:
            yes = next(each for each in agreed if each.endswith(":yes"))
            await home.take(planted.account, Tap(yes, "t"))
            break
    await _presses(home, PLOY.account, "✋ Take the case", chat=there)


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
