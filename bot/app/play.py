"""The application as the demonstration plays it: the engine of `serve`, a clock that is moved."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot.app.assembly import Assembly, open_office
from bot.app.serving import Engine, engine
from bot.channels.simulator.screens import Screens
from bot.channels.simulator.send import SimulatorSender
from bot.config.tree import Config, Keys, Service, Storage
from bot.demo import samples_staff
from bot.demo.cast import officer_of, take_part, with_officers
from bot.demo.clock import MovableClock
from bot.demo.passing import Passing, Unhurried
from bot.demo.samples import samples
from bot.demo.stage import Stage
from bot.documents.bind import Bindery
from bot.domain.ids import NATIONAL, OPERATOR, Channel, LanguageCode, UnitId
from bot.domain.incoming import Incoming
from bot.domain.prompt import Line, Named
from bot.ports import Log, Sender, Store, Voice, Work
from bot.usecases.chase_referrals import chase_referrals
from bot.usecases.copy_files import copy_files
from bot.usecases.digest import send_digests
from bot.usecases.fetch_media import fetch_media
from bot.usecases.take_turn import take_turn
from bot.usecases.tend import tend_conversations
from bot.usecases.tend_assignments import tend_assignments
from bot.usecases.tend_duty import tend_duty
from bot.usecases.tend_takes import tend_takes
from bot.web.case_doors import CaseDoors
from bot.web.case_pages import CasePages
from bot.web.metrics import Metrics
from storage.master_keys import create_key_file

ENGLISH: Final = LanguageCode("en")


class Counted(Metrics):
    """The figures, and whether any reminder has left."""

    reminded = False

    def reminder(self, stage: str) -> None:
        """A stage of a clock was carried out."""
        super().reminder(stage)
        self.reminded = self.reminded or stage.startswith("remind")


class Demonstrated:
    """Implements `bot.demo.stage.Play`. Nothing runs before the first `speak`."""

    def __init__(self, assembly: Assembly, clock: MovableClock, log: Log, doors: CaseDoors) -> None:
        """Put the screens up; `doors` lead to the pages behind one-time links."""
        self._doors = doors
        self._assembly = assembly
        self._clock = clock
        self._log = log
        self._metrics = Counted()
        self._centres = tuple(assembly.gazetteer.centres)
        self._working: tuple[Engine, Unhurried] | None = None
        self._officers = ENGLISH
        self.screens = Screens(clock)
        sender = SimulatorSender(self.screens, samples())
        self._senders: Mapping[Channel, Sender] = {Channel.SIMULATOR: sender}

    @property
    def store(self) -> Store:
        """The database."""
        return self._assembly.store

    @property
    def voice(self) -> Voice:
        """The catalogue."""
        return self._assembly.catalogue

    def playable(self, language: str, name: str) -> Path | None:
        """The file of a recording that was shown, or None."""
        return self._assembly.recordings.playable(language, name)

    @property
    def reminded(self) -> bool:
        """Whether any reminder has left."""
        return self._metrics.reminded

    @property
    def officers(self) -> LanguageCode:
        """What the groups and officers read."""
        return self._officers

    def clock(self) -> datetime:
        """The present moment of the demonstration."""
        return self._clock()

    def units(self) -> Sequence[Mapping[str, str]]:
        """Every unit that has a group: id, name, officer."""
        people = with_officers(self._centres)
        names = {unit: officer_of(unit, people, self._officers).name for unit in people}
        names |= samples_staff.people(self._officers)
        return [
            {"id": unit, "name": self._name(unit), "officer": names.get(unit, "")}
            for unit in (*people, *samples_staff.titles(self._officers), OPERATOR)
        ]

    async def take(self, incoming: Incoming) -> None:
        """Take an event as from any platform, and send what is owed because of it."""
        working, deliverer = self._running()
        await take_turn(working.desk, incoming)
        await deliverer.all_due()

    async def let_pass(self, until: datetime) -> None:
        """Put the clock forward, with all that falls due meanwhile."""
        working, deliverer = self._running()
        desk = working.desk
        duties = (
            partial(chase_referrals, desk),
            partial(tend_conversations, desk),
            partial(fetch_media, desk, self._senders, self._assembly.evidence),
            partial(tend_takes, desk, self._senders),
            partial(copy_files, desk, self._senders),
            partial(tend_assignments, desk),
            partial(tend_duty, desk),
            partial(send_digests, desk),
        )
        await Passing(desk, self._clock, deliverer, duties, self.screens.touch).until(until)

    async def speak(self, language: LanguageCode) -> None:
        """Let groups and officers read another language from here on."""
        await self.stop()
        self._officers = language
        now, centres = self._clock(), self._centres

        def take_places(work: Work) -> None:
            take_part(work, centres, language, now)
            samples_staff.bring_in(work, centres, language, now)

        await self.store.write(take_places)
        working = engine(
            self._assembly, self._senders, log=self._log, metrics=self._metrics, speak=language
        )
        working.deliverer = deliverer = Unhurried(working.deliverer)
        working.start()
        self._working = working, deliverer
        bindery = Bindery(self._assembly.catalogue, working.desk.around, self._assembly.evidence)
        self._doors.lead_to(CasePages(working.desk, bindery))

    async def stop(self) -> None:
        """End what is running; what was owed stays owed."""
        if self._working is not None:
            await self._working[0].stop()
            self._working = None

    def _running(self) -> tuple[Engine, Unhurried]:
        if self._working is None:
            raise RuntimeError("nothing is running yet")
        return self._working

    def _name(self, unit: UnitId) -> str:
        if (sample := samples_staff.titles(self._officers).get(unit)) is not None:
            return sample
        if unit in (NATIONAL, OPERATOR):
            line = Line(f"unit.{unit}")
        else:
            province = self._assembly.gazetteer.centres[unit].province
            line = Line("unit.centre", {"province": Named("province", province)})
        return self._assembly.catalogue.line(line, self._officers)


@asynccontextmanager
async def performed(
    clock: MovableClock,
    log: Log,
    *,
    officers: LanguageCode = ENGLISH,
    doors: CaseDoors | None = None,
    address: str = "",
) -> AsyncIterator[Stage]:
    """The stage, with the application behind it and the first phone in somebody's hands.

    Its database, key and files are in a folder of their own, which goes with the context.
    `address` is where the page is: links into cases begin with it.
    """
    with TemporaryDirectory(prefix="rongthuk-demo-") as folder:
        async with open_office(_config(Path(folder), address), clock=clock) as assembly:
            play = Demonstrated(assembly, clock, log, doors or CaseDoors())
            await play.speak(officers)
            stage = Stage(play, play.screens)
            await stage.new_worker(officers)
            try:
                yield stage
            finally:
                await play.stop()


def _config(folder: Path, address: str) -> Config:
    key = folder / "master.key"
    create_key_file(key)
    return Config(
        service=Service(data_dir=folder / "var", public_url=address),
        keys=Keys(file=key),
        storage=Storage(url=f"sqlite:///{folder / 'rongthuk.db'}"),
    )
