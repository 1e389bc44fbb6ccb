"""Cases that a worker takes back or has erased, and what of them is left."""

from bot.domain.case import Case
from bot.domain.conversation import Conversation
from bot.domain.ids import Channel, Reference
from bot.ports import Tombstone

from tests.agencies import WORKER
from tests.house import House


async def case_of(home: House, reference: Reference) -> Case | None:
    return await home.assembly.store.read(lambda work: work.casework.get(reference))


async def only_case(home: House) -> Reference:
    (row,) = await home.assembly.store.read(lambda work: work.casework.rows())
    return row.reference


async def tomb(home: House, reference: Reference) -> Tombstone:
    found = await home.assembly.store.read(lambda work: work.casework.tombstone(reference))
    assert found is not None
    return found


async def logged(home: House, reference: Reference) -> list[tuple[str, str]]:
    entries = await home.assembly.store.read(lambda work: work.audit.entries(reference))
    return [(each.who, each.action) for each in entries]


async def talk(home: House, channel: Channel = Channel.TELEGRAM) -> Conversation:
    found = await home.assembly.store.read(lambda work: work.conversations.current(channel, WORKER))
    assert found is not None
    return found


async def erases(home: House) -> None:
    await home.says(WORKER, "delete")
    await home.taps(WORKER, "delete_data:yes")


async def withdraws(home: House) -> None:
    await home.says(WORKER, "withdraw")
    await home.taps(WORKER, "withdraw:yes")
