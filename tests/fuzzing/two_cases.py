"""Two cases, each with words, a photo and a voice; behind every kind of link only one is open."""

import re
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from argon2 import PasswordHasher
from bot.domain.case_link import Pin
from bot.domain.ids import Channel, EvidenceId, Reference
from bot.domain.incoming import Location
from bot.ports import Work
from bot.usecases.case_links import open_link
from bot.usecases.desk import Desk
from bot.usecases.own_copy import open_copy

from tests.agencies import officer_taps
from tests.carrying import enclosures, offers, spoken, stocked
from tests.case_papers import photo as taken_photo
from tests.copying import links as copies
from tests.house import House, house, photo
from tests.test_interpreters import accepts, asks
from tests.test_officer import GROUP, action
from tests.test_take_turn import CONSENT, WORKER

MINE: Final = "no pay for three months at the blue gate"
THEIRS: Final = "the foreman of the ice house beats us"
PIN: Final = "270914"
_THEIR_PIN: Final = "835062"
OFFICER: Final = "77"
_OTHER_OFFICER: Final = "78"
_OTHER_WORKER: Final = "6"
_AT: Final = "http://127.0.0.1:1"
_LINK: Final = re.compile(r"/(?:case|listen)/([\w-]{43})")
_KINDS: Final = ("file", "evidence", "map")


@dataclass(frozen=True, slots=True)
class Case:
    """A case, what is kept of it, and what must not be seen of it through the other's links."""

    reference: Reference
    conversation: str
    files: frozenset[EvidenceId]

    @property
    def marks(self) -> tuple[bytes, ...]:
        """What shows that something is of this case."""
        return (self.reference.encode(), self.conversation.encode())


@dataclass(frozen=True, slots=True)
class TwoCases:
    """`words` are what stands in inputs for tokens, secrets and numbers.

    `slip` is an officer's own photo on its way to the worker: no look at it is written down.
    """

    home: House
    mine: Case
    theirs: Case
    words: dict[str, str]
    slip: str


async def two_cases(stack: AsyncExitStack) -> TwoCases:
    """Build both, and open one of each kind of link into the one."""
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="rongthuk-fuzz-")))
    home = await stack.enter_async_context(house(folder, change=_reachable))
    await home.group("samut-sakhon", "-100")
    await home.group("national", "-200")
    await home.officer("samut-sakhon", OFFICER, "Khun Nok")
    await home.officer("samut-sakhon", _OTHER_OFFICER, "Khun Lek")
    await home.interpreter("60", "Ma Hla", "en")
    theirs = await _taken(home, _OTHER_WORKER, THEIRS, _OTHER_OFFICER)
    mine = await _taken(home, WORKER, MINE, OFFICER)
    await _sets_pin(home, _OTHER_OFFICER, _THEIR_PIN)
    await _sets_pin(home, OFFICER, PIN)
    words = {f"new-{name}": await _link(home, OFFICER, name) for name in _KINDS}
    words |= {"their-link": await _link(home, _OTHER_OFFICER, "file")}
    for name in _KINDS:
        words[name] = await open_link(home.desk, await _link(home, OFFICER, name), PIN) or ""
    carried, slip = await _carried(home)
    words |= await _own(home) | carried
    words |= {"their-case": theirs.reference, "their-talk": theirs.conversation}
    assert all(words.values()), words
    return TwoCases(home, mine, theirs, words, slip)


def _reachable(desk: Desk) -> Desk:
    return replace(desk, public_url=_AT)


async def _taken(home: House, who: str, told: str, officer: str) -> Case:
    """A worker complains, with everything that can be attached; an officer takes the case."""
    stocked(home)
    home.platforms[Channel.TELEGRAM].files["photo"] = taken_photo(int(who), (64, 48))
    await home.says(who, "hello")
    for wanted in (*CONSENT, "category:skip"):
        await home.taps(who, wanted)
    await home.says(who, told)
    await home.take(who, photo())
    await home.take(who, spoken())
    await home.take(who, Location(13.5475, 100.2744))
    await home.says(who, "stop")
    await home.taps(who, "stop:send")
    await home.tick()
    await home.take(officer, action(home, "take"), chat=GROUP)
    return await home.assembly.store.read(lambda work: _case_of(work, who))


def _case_of(work: Work, who: str) -> Case:
    talk = work.conversations.current(Channel.TELEGRAM, who)
    assert talk is not None
    assert talk.reference is not None
    files = frozenset(each.id for each in work.conversations.evidence_of(talk.id))
    assert len(files) == 2
    return Case(talk.reference, talk.id, files)


async def _sets_pin(home: House, officer: str, pin: str) -> None:
    """Hashed as quickly as can be: a search tries PINs all the time."""
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(pin)
    keep = Pin(hash=hashed)
    await home.assembly.store.write(lambda work: work.pins.save(Channel.TELEGRAM, officer, keep))


async def _link(home: House, who: str, kind: str = "") -> str:
    """The token of what an officer asks for now, or an interpreter was just told."""
    if kind:
        await officer_taps(home, kind, who=who)
    found = _LINK.search(home.screen(who).last.text)
    assert found is not None, home.screen(who).last.text
    return found[1]


async def _own(home: House) -> dict[str, str]:
    """The worker's own copy: a link, and the secret of a page that was opened."""
    unopened, opened = await copies(home), await copies(home)
    page = await open_copy(home.desk, opened.rpartition("/")[2])
    assert page is not None
    return {"new-own": unopened.rpartition("/")[2], "own": page[0]}


async def _carried(home: House) -> tuple[dict[str, str], str]:
    """A voice before an interpreter, and a photo on its way to the worker, as LINE fetches it."""
    await asks(home)
    await accepts(home)
    await home.taps(OFFICER, "✍ Choose an item")
    await home.taps(OFFICER, "🎧 Voice 2")
    await home.tick()
    voice, token = await _link(home, "60"), home.desk.ids.secret()
    await offers(home)
    await home.taps(OFFICER, "📤 Send")
    (slip,) = await enclosures(home)
    until = home.now + timedelta(hours=1)
    await home.assembly.store.write(lambda work: work.enclosures.link(token, slip, until))
    return {"voice": voice, "slip": token}, slip.id
