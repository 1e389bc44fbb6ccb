"""Stories of one worker with two phones: a complaint, a PIN, the same on another platform."""

from bot.domain.conversation import Conversation
from bot.domain.ids import Channel, Reference
from bot.domain.reference import reference
from bot.ports import Work

from tests.house import House

PIN = "48 20 93 61 57"
"""As people write it."""
DIGITS = "4820936157"
OTHER = "5071826934"
LINE = Channel.LINE
NOWHERE = reference("9988776655")
"""A number with the right check digit that nobody has."""


async def begins(h: House, who: str = "5", channel: Channel = Channel.TELEGRAM) -> None:
    """An intake up to its consent, with words of the worker's own."""
    await h.says(who, "hello", channel=channel)
    for tapped in ("language:en", "safe_to_talk:yes", "in_danger_now:no", "for_whom:me"):
        await h.taps(who, tapped, channel=channel)
    await h.taps(who, "consent_keep:pass", channel=channel)
    await h.taps(who, "consent_statistics:yes", channel=channel)
    for tapped in ("category:money", "category:pay", "category:done"):
        await h.taps(who, tapped, channel=channel)
    await h.says(who, "no pay since ZORBLAX", channel=channel)


async def files(h: House, who: str = "5", channel: Channel = Channel.TELEGRAM) -> Reference:
    """The same, filed; the case number."""
    await begins(h, who, channel)
    await h.says(who, "Mahachai", channel=channel)
    await h.taps(who, "may_write:yes", channel=channel)
    found = await of(h, who, channel)
    assert found is not None
    assert found.reference is not None
    return found.reference


async def sets_pin(
    h: House, who: str = "5", channel: Channel = Channel.TELEGRAM, pin: str = PIN
) -> Reference:
    """A PIN chosen through the menu; the number it goes with."""
    await h.says(who, "menu", channel=channel)
    await h.taps(who, "menu:pin", channel=channel)
    await h.says(who, pin, channel=channel)
    await h.says(who, pin, channel=channel)
    found = await of(h, who, channel)
    assert found is not None
    assert found.number is not None
    return found.number


async def tries(
    h: House, number: str, pin: str = PIN, who: str = "U9", channel: Channel = LINE
) -> str:
    """On another phone a number and a PIN are typed; what is shown then."""
    if await of(h, who, channel) is None:
        await h.says(who, "hello", channel=channel)
    await h.says(who, number, channel=channel)
    await h.says(who, pin, channel=channel)
    return h.screen(who, channel).last.text


async def opens(h: House, number: str, pin: str = PIN, who: str = "U9") -> bool:
    """Whether that opened it."""
    await tries(h, number, pin, who)
    found = await of(h, who, LINE)
    return found is not None and found.number == number


async def of(h: House, who: str, channel: Channel = Channel.TELEGRAM) -> Conversation | None:
    """The conversation an account is in."""

    def current(work: Work) -> Conversation | None:
        return work.conversations.current(channel, who)

    return await h.assembly.store.read(current)


def said(h: House, who: str, channel: Channel = Channel.TELEGRAM) -> str:
    """Everything a chat shows."""
    return "\n".join(message.text for _, message in h.screen(who, channel).messages)
