"""A case before Samut Sakhon that Khun Nok has taken, for tests of an officer's private chat."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.domain.case import Case
from bot.domain.ids import Channel
from bot.domain.incoming import Chat
from bot.domain.referral import Referral
from bot.domain.unit import Officer, Role
from bot.ports import Work

from tests.house import House, house
from tests.test_take_turn import files, sends

GROUP = Chat(Channel.TELEGRAM, "-100", private=False)
NOK, LEK, HEAD, DAO, SHUT = "77", "78", "70", "79", "76"
"""Officers of Samut Sakhon, its head, one of Tak, and one whose private chat is not open."""


@asynccontextmanager
async def staffed(folder: Path) -> AsyncIterator[House]:
    """A house with three units and their people; Khun Lek is on LINE."""
    async with house(folder) as home:
        for unit, chat in (("samut-sakhon", "-100"), ("national", "-200"), ("tak", "-500")):
            await home.group(unit, chat)
        await home.officer("samut-sakhon", NOK, "Khun Nok")
        await home.officer("samut-sakhon", LEK, "Khun Lek", Channel.LINE)
        await home.officer("samut-sakhon", HEAD, "Khun Mali", role=Role.HEAD)
        await home.officer("samut-sakhon", SHUT, "Khun Oy", opened=False)
        await home.officer("tak", DAO, "Khun Dao")
        yield home
        assert home.log.failures == []


@asynccontextmanager
async def taken(folder: Path) -> AsyncIterator[House]:
    """The same with an ordinary complaint about pay, taken by Khun Nok."""
    async with staffed(folder) as home:
        await files(home)
        await sends(home)
        await home.taps(NOK, "✋ Take the case", chat=GROUP)
        yield home


async def the_case(home: House) -> Case:
    """The only case there is."""

    def only(work: Work) -> Case | None:
        (row,) = work.casework.rows()
        return work.casework.get(row.reference)

    found = await home.assembly.store.read(only)
    assert found is not None
    return found


async def the_referrals(home: House) -> list[Referral]:
    """Its referrals, oldest first."""
    reference = (await the_case(home)).reference
    found = await home.assembly.store.read(lambda work: work.casework.referrals_of(reference))
    return list(found)


async def audited(home: House) -> list[str]:
    """What was done, in the words of the log."""
    entries = await home.assembly.store.read(lambda work: work.audit.entries())
    return [entry.action for entry in entries]


async def officer_of(home: House, account: str, channel: Channel = Channel.TELEGRAM) -> Officer:
    """An officer as enrolled now."""
    found = await home.assembly.store.read(
        lambda work: work.directory.officers_with(channel, account)
    )
    return found[0]


def shows(home: House, who: str, channel: Channel = Channel.TELEGRAM) -> str:
    """The last message in a chat."""
    return home.screen(who, channel).last.text
