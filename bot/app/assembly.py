"""The assembled application: store, voice, flows and use cases, from one configuration."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app.copying import Copier
from bot.app.dice import Dice, now
from bot.app.folders import made
from bot.app.pins import Argon2Pins
from bot.app.policy import policy_at
from bot.catalogue import Catalogue, load, read_lexicon
from bot.catalogue.folder import home, read_keys
from bot.catalogue.zawgyi import to_unicode
from bot.config import Config
from bot.data.hotlines import HelpLine, load_hotlines
from bot.data.phrases import load_phrases
from bot.data.places import load_gazetteer, load_routing_policy
from bot.data.rights import load_rights
from bot.data.screening import load_screening
from bot.documents.bind import Bindery
from bot.domain.ids import (
    NATIONAL,
    OPERATOR,
    Channel,
    DistrictCode,
    LanguageCode,
    ProvinceCode,
    UnitId,
)
from bot.domain.place import Gazetteer, display, display_district
from bot.domain.place_names import find_place
from bot.domain.policy import Policy
from bot.domain.prompt import Line
from bot.flows.order import Intake
from bot.flows.turn import Hotline, Surroundings
from bot.ports import Ids, Log, Meter
from bot.recordings.shelf import Shelf
from bot.usecases.desk import Desk
from storage.checkpoint_file import CheckpointLines
from storage.evidence import EvidenceFiles
from storage.master_keys import MasterKeys
from storage.rotation import Rotation
from storage.sealing import Keyring
from storage.work import PostgresStore, SqliteStore, open_store

Store = SqliteStore | PostgresStore


@dataclass(slots=True)
class Assembly:
    """Everything put together; the operator's commands and the service work with it."""

    config: Config
    store: Store
    catalogue: Catalogue
    gazetteer: Gazetteer
    evidence: EvidenceFiles
    rotation: Rotation
    checkpoints: CheckpointLines
    recordings: Shelf
    clock: Callable[[], datetime]
    ids: Ids

    @property
    def policy(self) -> Policy:
        """The policy of this installation, read when it is asked for; `BadPolicyError`."""
        return policy_at(self.config.policy.file)

    @property
    def bindery(self) -> Bindery:
        """What case files are made with."""
        around = surroundings(self, self.policy)
        return Bindery(self.catalogue, around, self.evidence)


@asynccontextmanager
async def open_office(
    config: Config, *, clock: Callable[[], datetime] = now, migrate: bool = True
) -> AsyncIterator[Assembly]:
    """The application as long as the context lasts.

    Raises `KeyFileError`, `WrongKeyError`, `DatabaseBusyError`, `UnknownDatabaseError`,
    `FolderError` or `StoreDown`, each with words for the operator.
    """
    masters = master_keys(config)
    keyring = Keyring(*masters.read())
    keyring.reread = masters.read
    made(config.service.data_dir, "[service] data_dir")
    if config.storage.path is not None:
        made(config.storage.path.parent, "[storage] url")
    gazetteer = load_gazetteer()
    store = open_store(config.storage.url, keyring, migrate=migrate)
    try:
        catalogue = voice(gazetteer, config.service.timezone)
        yield Assembly(
            config,
            store,
            catalogue,
            gazetteer,
            EvidenceFiles(config.evidence_dir),
            Rotation(store, keyring, masters),
            CheckpointLines(config.service.data_dir / "checkpoints.jsonl"),
            shelf(config.voice_dir, catalogue),
            clock,
            Dice(),
        )
    finally:
        await store.close()


def master_keys(config: Config) -> MasterKeys:
    """Where the configuration says that the master key is kept."""
    keys = config.keys
    return MasterKeys(keys.file, keys.key, keys.command)


def voice(gazetteer: Gazetteer, timezone: str) -> Catalogue:
    """The catalogue, with the names of places and units."""
    catalogue: Catalogue | None = None

    def named(kind: str, code: str, language: LanguageCode) -> str:
        if kind == "province":
            return display(gazetteer.province(ProvinceCode(code)), language)
        if kind == "district":
            return display_district(gazetteer.district(DistrictCode(code)), language)
        if kind == "unit_within" and code == NATIONAL:
            assert catalogue is not None  # noqa: S101  as below
            return catalogue.line(Line("unit.national_within"), language)
        return _unit(UnitId(code), language)

    def _unit(unit: UnitId, language: LanguageCode) -> str:
        """A centre by the name of its province; the others have words of their own."""
        assert catalogue is not None  # noqa: S101  names are asked for after it was loaded
        if unit == NATIONAL:
            return catalogue.line(Line("unit.national"), language)
        if unit == OPERATOR:
            return catalogue.line(Line("unit.operator"), language)
        if unit not in gazetteer.centres:  # an agency, where its name is not at hand
            return unit
        centre = gazetteer.centres[unit]
        province = display(gazetteer.province(centre.province), language)
        return catalogue.line(Line("unit.centre", {"province": province}), language)

    catalogue = load(named, timezone=timezone)
    return catalogue


def shelf(own: Path, catalogue: Catalogue) -> Shelf:
    """The recorded voices: those that come with the languages, and over them the office's own."""
    return Shelf(home(), own, catalogue.text, lambda: read_keys(home()))


def surroundings(assembly: Assembly, policy: Policy) -> Surroundings:
    """What turns look things up in."""
    lines = load_hotlines()
    return Surroundings(
        intake=Intake(load_screening()),
        lexicon=read_lexicon(),
        gazetteer=assembly.gazetteer,
        find_place=lambda text, _: find_place(assembly.gazetteer, text),
        to_unicode=to_unicode,
        languages=tuple(assembly.catalogue.languages()),
        hotlines=tuple(
            Hotline(each.number, f"numbers.{each.key}", each.languages)
            for each in lines
            if each.danger
        ),
        despair_lines=tuple(
            Hotline(each.number, f"numbers.{each.key}", each.languages)
            for each in lines
            if each.despair
        ),
        help_lines=tuple(_help_line(each) for each in lines),
        rights=load_rights(),
        centre_hours={unit: policy.hours_of(unit) for unit in assembly.gazetteer.centres},
        phrases=load_phrases(),
    )


def _help_line(line: HelpLine) -> Hotline:
    hours = line.hours.replace(" ", "_")
    return Hotline(line.number, line.key, line.languages, line.spoken, hours)


def sound_on(config: Config) -> frozenset[Channel]:
    """Where a recording can be played: LINE fetches it from our public address."""
    line = (Channel.LINE,) if config.service.public_url else ()
    return frozenset({Channel.TELEGRAM, Channel.SIMULATOR, *line})


def desk(
    assembly: Assembly, *, log: Log, meter: Meter, wake: Callable[[], None], speak: str = ""
) -> Desk:
    """What the use cases work with."""
    policy = assembly.policy
    return Desk(
        store=assembly.store,
        voice=assembly.catalogue,
        recordings=assembly.recordings,
        around=surroundings(assembly, policy),
        policy=policy,
        routing=load_routing_policy(),
        clock=assembly.clock,
        ids=assembly.ids,
        log=log,
        meter=meter,
        sound_on=sound_on(assembly.config),
        pins=Argon2Pins(),
        files=assembly.evidence,
        copying=Copier(),
        officers_speak=LanguageCode(speak or assembly.config.service.officers_language),
        public_url=assembly.config.service.public_url,
        link_life=timedelta(minutes=assembly.config.links.minutes),
        wake=wake,
        zone=ZoneInfo(assembly.config.service.timezone),
    )
