"""A case that was taken, and agencies on file, for the tests of referring."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.domain.agency import Agency, AgencyKind, Reach
from bot.domain.case import Case
from bot.domain.ids import Channel, ProvinceCode, ReferralState, UnitId
from bot.domain.incoming import Chat, Tap
from bot.domain.referral import Referral

from tests.house import MORE, House, house

WORKER = "5"
NOK = "77"
INSPECTOR = "90"
HERE = (ProvinceCode("TH-74"),)

INSPECTORS = Agency(
    UnitId("sk-labour"),
    AgencyKind.LABOUR_PROTECTION,
    "สวัสดิการและคุ้มครองแรงงาน (ตัวอย่าง)",
    "Labour Protection (example)",
    HERE,
    reach=Reach.GROUP,
)
POLICE = Agency(
    UnitId("sk-police"),
    AgencyKind.POLICE,
    "สถานีตำรวจ (ตัวอย่าง)",
    "Police (example)",
    HERE,
    phone="000",
)
SHELTER = Agency(
    UnitId("sk-shelter"),
    AgencyKind.SHELTER,
    "บ้านพัก (ตัวอย่าง)",
    "Shelter (example)",
    HERE,
    reach=Reach.LETTER,
)
ELSEWHERE = Agency(
    UnitId("tak-labour"), AgencyKind.LABOUR_PROTECTION, "ตาก", "Tak", (ProvinceCode("TH-63"),)
)
ALL = (INSPECTORS, POLICE, SHELTER, ELSEWHERE)


@asynccontextmanager
async def taken(
    folder: Path,
    channel: Channel = Channel.TELEGRAM,
    *,
    danger: bool = False,
    extra: tuple[str, ...] = (),
) -> AsyncIterator[House]:
    """A case about pay in Samut Sakhon that Khun Nok has taken; the inspectors have a group."""
    async with house(folder) as h:
        await h.group("samut-sakhon", "-100")
        await h.group("national", "-200")
        await h.group("sk-labour", "-300")
        await h.officer("samut-sakhon", NOK, "Khun Nok")
        await h.officer("sk-labour", INSPECTOR, "Khun Ploy")
        for agency in ALL:
            await _keep(h, agency)
        await h.says(WORKER, "hello", channel=channel)
        told = DANGER if danger else CALM
        for tapped in (*told, *extra):
            if tapped.startswith("#"):
                await h.says(WORKER, tapped[1:], channel=channel)
            else:
                await h.taps(WORKER, tapped, channel=channel)
        h.moment[0] += timedelta(minutes=16)
        await h.tick()
        await h.taps(NOK, "✋ Take the case", chat=Chat(Channel.TELEGRAM, "-100", private=False))
        h.platforms[channel].shown.clear()
        yield h
        assert h.log.failures == []


CALM = (
    "language:en",
    "safe_to_talk:yes",
    "in_danger_now:no",
    "for_whom:me",
    "consent_keep:pass",
    "consent_statistics:no",
    "category:money",
    "category:pay",
    "category:done",
    "what_happened:skip",
    "#Mahachai",
    "may_write:yes",
)
DANGER = ("language:en", "safe_to_talk:yes", "in_danger_now:yes", "#Mahachai", "may_write:yes")


async def _keep(h: House, agency: Agency) -> None:
    await h.assembly.store.write(lambda work: work.agencies.save(agency))


async def officer_taps(h: House, action: str, value: str = "", who: str = NOK) -> None:
    """Press a button of the officer by what it does, wherever it stands, "More" included."""
    if not any(
        f"r:{action}:" in b.payload for _, m in h.screen(who).messages for r in m.rows for b in r
    ):
        await h.taps(who, MORE)
    for _, message in reversed(h.screen(who).messages):
        for row in message.rows:
            for each in row:
                if each.payload.startswith(f"r:{action}:") and each.payload.endswith(value):
                    await h.take(who, Tap(each.payload, "t"))
                    return
    raise AssertionError(f"no button {action} {value}")


async def asks_worker(h: House, agency: str = "sk-labour", want: str = "claim_pay") -> None:
    """The officer chooses an agency, what is asked of it, and puts it to the worker."""
    await officer_taps(h, "refer")
    await officer_taps(h, "refer", f":{agency}")
    await officer_taps(h, "want", f".{want}")
    await officer_taps(h, "want", ".done")


async def the_case(h: House) -> Case:
    (row,) = await h.assembly.store.read(lambda work: work.casework.rows())
    case = await h.assembly.store.read(lambda work: work.casework.get(row.reference))
    assert case is not None
    return case


async def referred(h: House, agency: str = "sk-labour") -> Referral:
    """The newest referral to an agency."""
    reference = (await the_case(h)).reference
    found = await h.assembly.store.read(lambda work: work.casework.agency_referrals_of(reference))
    return [each for each in found if each.unit == agency][-1]


async def state(h: House, agency: str = "sk-labour") -> ReferralState:
    return (await referred(h, agency)).state


def said(h: House, chat: str, channel: Channel = Channel.TELEGRAM) -> list[str]:
    return [message.text for _, message in h.screen(chat, channel).messages]
