"""The stage: who does what on the page reaches the application, and what it shows comes back."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

from bot.channels.simulator.read import Doer, NotAnEvent, leave_trace, read_event
from bot.channels.simulator.screens import Screens, Shown
from bot.demo.cast import Worker
from bot.demo.clock import GO
from bot.domain.ids import CaseState, Channel, LanguageCode
from bot.domain.incoming import Chat, Incoming
from bot.domain.prompt import Line, Prompt
from bot.ports import CaseRow, Store, Voice

MOST_WORKERS: Final = 12
TAKEN: Final = (CaseState.TAKEN, CaseState.REFERRED, CaseState.CLOSED)
"""States that a case has only once somebody took it."""
Row = dict[str, Any]
"""Something ready for JSON."""


class Play(Protocol):
    """The running application, as the stage drives it."""

    @property
    def store(self) -> Store:
        """The database."""

    @property
    def voice(self) -> Voice:
        """The catalogue."""

    @property
    def reminded(self) -> bool:
        """Whether any reminder has left."""

    @property
    def officers(self) -> LanguageCode:
        """What the groups and officers read."""

    def playable(self, language: str, name: str) -> Path | None:
        """The file of a recording that was shown, or None."""

    def clock(self) -> datetime:
        """The present moment of the demonstration."""

    def units(self) -> Sequence[Mapping[str, str]]:
        """Every unit that has a group: id, name, officer."""

    async def take(self, incoming: Incoming) -> None:
        """Take an event as from any platform, and send what is owed because of it."""

    async def let_pass(self, until: datetime) -> None:
        """Put the clock forward, with all that falls due meanwhile."""

    async def speak(self, language: LanguageCode) -> None:
        """Let groups and officers read another language from here on."""


@dataclass(slots=True)
class Stage:
    """Everything on the page; one thing is done at a time."""

    play: Play
    screens: Screens
    workers: dict[str, Worker] = field(default_factory=dict)
    busy: bool = False
    _events: int = 0
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _done: Row = field(default_factory=dict)

    async def hear(self, account: str, chat: str, event: Mapping[str, Any]) -> None:
        """Somebody does something on a screen; raises `NotAnEvent`."""
        doer = self._doer(account, chat)
        async with self._turn:
            self._events += 1
            incoming = read_event(event, doer, self._events, self.play.clock())
            leave_trace(self.screens, event, incoming)
            await self.play.take(incoming)
        await self._look()

    async def new_worker(self, language: str) -> None:
        """A fresh phone, on which somebody opens the chat."""
        if len(self.workers) >= MOST_WORKERS:
            raise NotAnEvent("no more phones")
        worker = Worker(f"worker-{len(self.workers) + 1}", self._known(language))
        self.workers[worker.id] = worker
        await self.hear(worker.id, worker.id, {"kind": "open"})

    async def phone_speaks(self, account: str, language: str) -> None:
        """Change the language of a phone's profile; the chat is opened again."""
        worker = self.workers.get(account)
        if worker is None:
            raise NotAnEvent("no such phone")
        self.workers[account] = worker.speaking(self._known(language))
        await self.hear(account, account, {"kind": "open"})

    async def officers_speak(self, language: str) -> None:
        """Change what groups and officers read."""
        await self._alone(lambda: self.play.speak(self._known(language)))

    async def go(self, how_far: str) -> None:
        """Put the clock forward by one of `GO`."""
        target = GO.get(how_far)
        if target is None:
            raise NotAnEvent("no such time")
        await self._alone(lambda: self.play.let_pass(target(self.play.clock())))
        await self._look()

    def picture(self, since: int) -> Row:
        """All that changed on the screens after a version, and how everything else stands."""
        return {
            "version": self.screens.version,
            "now": _milliseconds(self.play.clock()),
            "busy": self.busy,
            "officers": self.play.officers,
            "languages": [self._language(code) for code in self.play.voice.languages()],
            "units": [dict(unit) for unit in self.play.units()],
            "workers": [
                {"id": each.id, "language": each.language} for each in self.workers.values()
            ],
            "done": dict(self._done),
            "messages": [_message(shown) for shown in self.screens.since(since)],
        }

    async def _alone(self, do: Callable[[], Awaitable[None]]) -> None:
        """Do something during which nobody can do anything else."""
        async with self._turn:
            self.busy = True
            self.screens.touch()
            try:
                await do()
            finally:
                self.busy = False
                self.screens.touch()

    def _doer(self, account: str, chat: str) -> Doer:
        worker = self.workers.get(account)
        if worker is not None and chat == account:
            return Doer(account, worker.chat, worker.language)
        staffed = [unit["id"] for unit in self.play.units() if unit["officer"]]
        units = {f"officer-{unit}": f"group-{unit}" for unit in staffed}
        if account not in units or chat not in (account, units[account]):
            raise NotAnEvent("nobody like this is here")
        place = Chat(Channel.SIMULATOR, chat, private=chat == account)
        return Doer(account, place, self.play.officers)

    def _known(self, language: str) -> LanguageCode:
        code = LanguageCode(language)
        if code not in self.play.voice.languages():
            raise NotAnEvent("no such language")
        return code

    def _language(self, code: LanguageCode) -> Row:
        return {"code": code, "name": self.play.voice.word(_NAME, code).text}

    async def _look(self) -> None:
        """See how far the visitor has come with what there is to try."""
        rows = await self.play.store.read(lambda work: work.casework.rows())
        tried = _tried(rows, reminded=self.play.reminded)
        # What was tried stays tried, when the case has long gone back to its group.
        self._done = {name: done or self._done.get(name, False) for name, done in tried.items()}
        self.screens.touch()


_NAME: Final = Prompt((Line("language.name"),))


def _tried(rows: Sequence[CaseRow], *, reminded: bool) -> Row:
    """Which of the things to try have been done."""
    return {
        "urgent": any(row.urgent for row in rows),
        "ordinary": any(not row.urgent for row in rows),
        "taken": any(row.state in TAKEN for row in rows),
        "reminded": reminded,
    }


def _message(shown: Shown) -> Row:
    message = shown.message
    return {
        "id": shown.id,
        "chat": shown.chat,
        "at": _milliseconds(shown.at),
        "text": message.text,
        "rows": [
            [{"label": each.label, "payload": each.payload} for each in row] for row in message.rows
        ],
        "share": message.location,
        "look": shown.look,
        "sound": shown.sound,
        "picture": shown.picture,
        "mine": shown.mine,
        "pushed": shown.pushed,
        "edited": shown.edited,
        "gone": shown.gone,
        "chosen": shown.chosen,
    }


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)
