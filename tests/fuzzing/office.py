"""What officers press and write, and the worker of their case: whole turns in one unit of work.

Each line of an input is one event: who and how, then a payload or words. `@r@` stands for the
case that the officer holds, `@c@` for the worker's conversation.
"""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from bot.domain.ids import Channel
from bot.domain.incoming import Chat, Content, Incoming, Media, MediaKind, Tap, Text
from bot.usecases.officer_actions import BUTTONS, CARD_ACTIONS, LISTS, OWN, WORDS
from bot.usecases.take_turn import take

from tests.fuzzing.passing import PassingStore
from tests.fuzzing.target import Spoil, Target
from tests.fuzzing.text_pieces import TextSpoiler
from tests.house import House, house
from tests.test_officer import action
from tests.test_take_turn import WORKER, files, sends

if TYPE_CHECKING:
    from bot.ports import Work

_OFFICER: Final = "77"
_GROUP: Final = Chat(Channel.TELEGRAM, "-100", private=False)
_MOST: Final = 8
_NUMBERS: Final = count()
_ODD: Final = (
    *("", "0", "-1", "1", "2", "99", "1" * 30, "x" * 5000, "²", "٣", "๓", "\u200b", "nan", "None"),
    *("yes", "no", "done", "back", "skip", "@r@", "@c@", "zzzzzzzz", "2026-12-01", "2026-02-30"),
    *("25/12", "270914", "111111", "48-2093-7716-5", "/cases", "/start", "/stop", "cases", "help"),
    *("advised", "money", "withdrawn", "samut-sakhon", "national", "tak", "77", "police", "note"),
    *("o", "O", "g", "G", "w", "W", "m", "\n", ":", "r", "a", "😀", "pay", "en", "1e9"),
)


@dataclass
class _Office:
    """A house with a case that an officer has taken."""

    stack: AsyncExitStack
    home: House
    store: PassingStore
    referral: str
    conversation: str

    def hears(self, lines: list[str]) -> None:
        """All events in one unit of work, as each would be in its own; then back to before."""

        def body(work: "Work") -> None:
            for each in lines:
                take(self.home.desk, work, _event(each), self.home.now)

        with self.store.passing():
            self.store.carry_out(body)


def _event(said: str) -> Incoming:
    """One event; whoever is unknown is a stranger."""
    how, words = said[:1], said[1:]
    account = _OFFICER if how.lower() in {"o", "g", "m"} else WORKER if how in "wW" else "99"
    chat = _GROUP if how in {"g", "G"} else Chat(Channel.TELEGRAM, account)
    name = f"f{next(_NUMBERS)}"
    return Incoming(name, chat, account, _office().home.now, _content(how, words), message=name)


def _content(how: str, words: str) -> Content:
    if how == "m":
        return Media(MediaKind.VOICE, words, "audio/ogg", 5, caption=words)
    return Text(words) if how.isupper() and words else Tap(words, "tap")


async def _opened(stack: AsyncExitStack) -> tuple[House, str, str]:
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="rongthuk-fuzz-")))
    home = await stack.enter_async_context(house(folder))
    await home.group("samut-sakhon", "-100")
    await home.group("national", "-200")
    await home.officer("samut-sakhon", _OFFICER, "Khun Nok")
    await files(home)
    await sends(home)
    tap = action(home, "take")
    await home.take(_OFFICER, tap, chat=_GROUP)
    find = home.assembly.store.read
    worker = await find(lambda work: work.conversations.current(Channel.TELEGRAM, WORKER))
    assert worker is not None
    return home, tap.payload.split(":")[2], worker.id


@cache
def _office() -> _Office:
    loop, stack = asyncio.new_event_loop(), AsyncExitStack()
    home, referral, conversation = loop.run_until_complete(_opened(stack))
    return _Office(stack, home, PassingStore(home), referral, conversation)


def office(raw: bytes) -> None:
    """Whatever is pressed and written, in whatever order, the turn ends."""
    real = _office()
    text = raw.decode("utf-8", "replace")
    text = text.replace("@r@", real.referral).replace("@c@", real.conversation)
    real.hears(text.split("\n")[:_MOST])


def _begin() -> list[bytes]:
    """Every button there is, and words after those that ask for some."""
    names = sorted({*BUTTONS, *LISTS, *OWN, *CARD_ACTIONS})
    pressed = [f"or:{name}:@r@" for name in names]
    asked = [f"or:{name}:@r@\nOwords of somebody\nO25/12" for name in ("note", "write", "close")]
    chosen = [f"or:{name}:@r@:{value}" for name in names[::3] for value in ("1", "advised", "no")]
    pins = "or:pin:@r@\nO270914\nO270914\nor:pin:@r@\nO270914"
    group = ["gr:take:@r@", "gr:cannot:@r@:other", "G/start"]
    worker = ["wa:@c@:category:pay", "Wmore words\nor:talk:@r@", "W/erase\nwa:@c@:erase:yes"]
    return [each.encode() for each in (*pressed, *asked, *chosen, pins, *group, *worker, *WORDS)]


def _by_parts(begin: list[bytes], dice: Random) -> Spoil:
    return TextSpoiler(begin, r"[:\n]", _ODD, dice).spoilt


TARGETS: Final = {"office": Target(office, _begin, _by_parts)}
