"""Checks what lies on this machine: settings, key, folder, database, languages, numbers."""

import os
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from bot.app.assembly import master_keys
from bot.app.policy import policy_at
from bot.catalogue.folder import absent, home, language_folders, messages_path, read, read_keys
from bot.cli.checkup.finding import Finding, fail, ok, warn
from bot.config import Config
from bot.data.hotlines import load_hotlines
from bot.data.policy import BadPolicyError
from bot.domain.ids import Channel
from storage.master_keys import KeyFileError
from storage.sealing import Keyring

FILE: Final = "database file"
_FEW: Final = 1024**3  # bytes
_TOO_FEW: Final = 100 * 1024**2
_STALE: Final = timedelta(days=180)


def installation(config: Config, today: date, policy_key: str) -> Iterator[Finding]:
    """Everything that can be seen without the database's content and without a network.

    `policy_key` is where the file of the policy is named.
    """
    yield from settings(config)
    yield tables(config, policy_key)
    yield key(config)
    yield from folder(config)
    yield from database_file(config)
    yield undertaking(config)
    yield links(config)
    yield languages(home())
    yield hotlines(today)


def settings(config: Config) -> Iterator[Finding]:
    """The configuration could be read; is anything in it strange?"""
    for warning in config.warnings:
        yield warn("settings", warning, "Compare it with what the platform's console shows.")
    if not (config.telegram.enabled or config.line.enabled):
        yield fail("settings", "no channel is on", "Set enabled in [telegram] or [line].")
    else:
        yield ok("settings", "the configuration is complete")


def tables(config: Config, written: str) -> Finding:
    """Whether the policy of the clocks holds; `written` is where its file is named."""
    try:
        policy_at(config.policy.file)
    except BadPolicyError as error:
        cure = "The service does not start like this. Mend the file, or leave its name empty."
        return fail("policy", f"{written}: {error}", cure)
    return ok("policy", str(config.policy.file or "as it comes with Rongthuk"))


def key(config: Config) -> Finding:
    """The master key: there, ours alone, and not beside what it opens."""
    place = master_keys(config)
    try:
        name = Keyring(*place.read()).fingerprint
    except KeyFileError as error:
        return fail("key", str(error), "`rongthuk keys init` makes one, where there never was one.")
    inside = place.file.resolve().is_relative_to(config.service.data_dir.resolve())
    if place.is_file and inside:
        where = f"{place.file} lies in data_dir"
        return warn("key", where, "Move it: whoever copies the folder has both lock and key.")
    return ok("key", f"{place.place}, fingerprint {name}")


def same_key(config: Config, known: str) -> Finding:
    """Whether the database was sealed with a key that is at hand."""
    try:
        mine = [Keyring(each).fingerprint for each in master_keys(config).read()]
    except KeyFileError as error:
        return fail("key of the database", str(error), "See the key above.")
    if known in ("", mine[0]):
        return ok("key of the database", "it is the key that is given")
    if known in mine:
        cure = "`rongthuk keys rotate` carries it on."
        return warn("key of the database", "a change of the key was cut off", cure)
    says = f"it was sealed with {known}, given is {mine[0]}"
    return fail("key of the database", says, "Bring the right key back from its safe place.")


def folder(config: Config) -> Iterator[Finding]:
    """Whether there is room, and leave to write."""
    place = config.service.data_dir
    there = place if place.exists() else place.parent
    if why := _unfit(place):
        cure = "Make it, and give it to the account that runs Rongthuk."
        yield fail("folder", f"[service] data_dir: {why}", cure)
        return
    free = shutil.disk_usage(there).free
    says = f"{place}: {free // 1024**2} MiB free"
    if free < _TOO_FEW:
        yield fail("folder", says, "Make room: without it no answer can be stored.")
    elif free < _FEW:
        yield warn("folder", says, "Make room before it is full.")
    else:
        yield ok("folder", says)


def _unfit(folder: Path) -> str:
    """Why nothing can be kept in a folder; one that is not there is made below its parent."""
    there = folder if folder.exists() else folder.parent
    if not there.exists():
        return f"the folder {folder} cannot be made: {there} is not there"
    if not there.is_dir():
        return f"{there} is no folder"
    return "" if os.access(there, os.W_OK | os.X_OK) else f"{there} cannot be written to"


def database_file(config: Config) -> Iterator[Finding]:
    """Whether a SQLite file is sound; of PostgreSQL nothing can be said from here."""
    path = sqlite_path(config)
    if path is None:
        return
    if why := _unfit(path.parent):
        cure = "Make it, and give it to the account that runs Rongthuk."
        yield fail(FILE, f"[storage] url: {why}", cure)
        return
    if not path.exists():
        yield warn(FILE, f"{path} is not there yet", "The first start makes it.")
        return
    from storage.sqlite import damage

    if broken := damage(path):
        yield fail(FILE, f"{path}: {broken}", "Stop the service, restore the backup.")
    else:
        yield ok(FILE, f"{path} is sound")


def channels_on(config: Config) -> tuple[Channel, ...]:
    """The channels that are switched on."""
    states = {Channel.TELEGRAM: config.telegram.enabled, Channel.LINE: config.line.enabled}
    return tuple(channel for channel, on in states.items() if on)


def sqlite_path(config: Config) -> Path | None:
    """The file of the database, or None where it is no file."""
    return config.storage.path


def undertaking(config: Config) -> Finding:
    """Nothing goes to immigration: the Department must have said so in writing."""
    if config.service.undertaking:
        return ok("undertaking", config.service.undertaking)
    says = "no written undertaking of the Department is named that nothing goes to immigration"
    cure = "Write its file or reference into [service] undertaking before workers are invited."
    return fail("undertaking", says, cure)


def links(config: Config) -> Finding:
    """Officers open case files on our own page: it needs an address."""
    if config.service.public_url:
        return ok("case files", f"links begin with {config.service.public_url}/case/")
    says = "[service] public_url is empty: no officer can open a case file, photos or the place"
    cure = "Set it to the https address under which this service is reached."
    return warn("case files", says, cure)


def languages(place: Path) -> Finding:
    """Whether every language has every message; one that has not is not offered."""
    keys = read_keys(place)
    gaps = {
        language: len(absent(keys, language, read(messages_path(place, language))))
        for language in language_folders(place)
    }
    lacking = [f"{language} lacks {gap}" for language, gap in gaps.items() if gap]
    if lacking:
        cure = "They are not offered to workers; `rongthuk locales check` names the messages."
        return warn("languages", ", ".join(lacking), cure)
    return ok("languages", f"complete: {', '.join(gaps)}")


def hotlines(today: date) -> Finding:
    """Whether somebody has lately called the numbers we show."""
    stale = [
        line.number
        for line in load_hotlines()
        if line.verified_on is None or today - line.verified_on > _STALE
    ]
    if stale:
        says = f"not called within 180 days: {', '.join(stale)}"
        return warn("hotlines", says, "Call them and write the day into bot/data/hotlines.toml.")
    return ok("hotlines", "all were called within 180 days")
