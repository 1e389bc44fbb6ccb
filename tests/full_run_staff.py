"""Those who work on the cases of a full run: who they are, and what each of them does."""

from datetime import timedelta
from functools import partial

from bot.domain.agency import Agency, AgencyKind, Reach
from bot.domain.ids import Channel, InterpreterId, LanguageCode, OfficerId, ProvinceCode, UnitId
from bot.domain.incoming import Chat, Tap
from bot.domain.interpreter import Interpreter, Sex
from bot.domain.unit import Officer, Role
from bot.ports import Work

from tests.house import House
from tests.planted import (
    AGENCY_ADDRESS,
    AGENCY_PHONE,
    BOON,
    GROUPS,
    HLA,
    LEK,
    LINE_GROUP,
    NGUYEN,
    NOK,
    NOTED,
    OFFICERS_WORDS,
    PLOY,
    TRANSLATED,
    Planted,
)

WORKS_FOR = {
    NOK: "samut-sakhon",
    LEK: "samut-sakhon",
    PLOY: "sk-labour",
    BOON: "national",
}
WRITES_ON = {HLA: Channel.TELEGRAM, NGUYEN: Channel.LINE}
A_MOMENT = timedelta(seconds=4)


async def staffed(home: House) -> None:
    for unit, chat in GROUPS.items():
        await home.group(unit, chat)
    await home.group("samut-sakhon", LINE_GROUP, Channel.LINE)
    for number, (staff, unit) in enumerate(WORKS_FOR.items(), 1):
        new = Officer(
            *(OfficerId(f"o{number}"), UnitId(unit), Channel.TELEGRAM, staff.account, staff.name),
            Role.HEAD if staff is BOON else Role.OFFICER,
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


async def _presses(home: House, who: str, wanted: str, chat: Chat | None = None) -> None:
    """A tap of somebody who is no worker, a moment after what was before."""
    home.moment[0] += A_MOMENT
    await home.taps(who, wanted, chat=chat)


async def taken(home: House) -> None:
    """The officer takes the case, notes something and looks at all of it."""
    group = Chat(Channel.TELEGRAM, GROUPS["samut-sakhon"], private=False)
    await _presses(home, NOK.account, "✋ Take the case", chat=group)
    await _presses(home, NOK.account, "🗒 Note")
    await home.says(NOK.account, NOTED)
    await _presses(home, NOK.account, "📄 What was said")


async def written_to(home: House) -> None:
    """The officer asks the worker something in their own words."""
    await _presses(home, NOK.account, "💬 Write to them")
    await _presses(home, NOK.account, ":own")
    await _presses(home, NOK.account, ":own.language")
    await home.says(NOK.account, OFFICERS_WORDS)
    await _presses(home, NOK.account, "📤 Send")


async def referred_and_translated(home: House, planted: Planted) -> None:
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
