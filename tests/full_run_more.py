"""What else happens in a full run: a PIN, a hold, a slip, a copy, and every command that reads."""

import json
from collections.abc import Mapping
from functools import partial

from bot.documents.report_files import files
from bot.domain.ids import Reference
from bot.domain.retention import Parting
from bot.ports import Work
from bot.usecases.end_case import carry_out
from bot.usecases.legal_hold import lift
from bot.usecases.tidy import tidy
from bot.web.asking import ask
from bot.web.control import controlled
from bot.web.logs import JsonLog
from storage.key_keeping import KEPT
from storage.master_keys import MasterKeys
from storage.sealing import Keyring, Sealer

from tests.carrying import picture, slip
from tests.house import House
from tests.planted import BOON, HELD_BECAUSE, NOK, PIN_TYPED, UNDER_THE_SLIP, Planted
from tests.storage_samples import query


async def more(home: House, planted: Planted) -> None:
    """The worker sets a PIN and reads a copy; the officer sends a slip; a head holds the case."""
    who = planted.account
    await home.says(who, "menu")
    await home.taps(who, "menu:pin")
    await home.says(who, PIN_TYPED)
    await home.says(who, PIN_TYPED)
    await home.says(who, "copy")
    if home.screen(who).has("copy:read"):
        await home.taps(who, "copy:read")
    (row,) = await home.assembly.store.read(lambda work: list(work.casework.rows()))
    for platform in home.platforms.values():
        platform.files["slip"] = slip()
    await home.says(NOK.account, row.reference)
    await home.taps(NOK.account, "💬 Write to them")
    await home.take(NOK.account, picture(UNDER_THE_SLIP))
    await home.tick()
    await home.says(BOON.account, row.reference)
    await home.taps(BOON.account, "🔒 Legal hold")
    await home.says(BOON.account, HELD_BECAUSE)
    await home.taps(BOON.account, ":sure")


async def commanded(home: House, log: JsonLog) -> dict[str, bytes]:
    """Every command that reads, over the control socket; what may leave the house without names."""
    socket = home.assembly.config.service.data_dir / "control.sock"
    rows = await home.assembly.store.read(lambda work: list(work.casework.rows()))
    which = rows[-1].reference
    look = {"who": "khun.dao", "where": "command:khun.dao", "reference": which}
    made: dict[str, bytes] = {}
    async with controlled(socket, home.assembly, log):
        for name in ("show", "trace", "linked"):
            await ask(socket, f"cases.{name}", look)
        await ask(socket, "cases.copy", look)
        await ask(socket, "cases.original", {**look, "number": 1})
        drawn = {"form": "docx", "language": "th", "sensitive": True}
        await ask(socket, "cases.file", {**look, **drawn})
        for name in ("survey", "digest", "cases.list", "cases.counted"):
            made[name] = json.dumps(await ask(socket, name, {})).encode()
        month = {"sort": "month", "period": "2026-11", "edition": "restricted"}
        report = await ask(socket, "reports.make", {**month, "who": "khun.dao", "where": "c"})
        made["report"] = b"".join(content for _, content in files(report, "csv"))
    return made


async def erases_all(home: House) -> None:
    """Every case is erased, the held one too once it is held no more; then it is tidied up."""
    for row in await home.assembly.store.read(lambda work: list(work.casework.rows())):
        await home.assembly.store.write(partial(_erase, home, row.reference))
    await home.settle()
    await tidy(home.desk, home.assembly.evidence)


def _erase(home: House, which: Reference, work: Work) -> None:
    case = work.casework.get(which)
    assert case is not None
    if case.hold is not None:
        lift(work, case, "", "khun.dao", "command", home.now)
    carry_out(home.desk, work, case, Parting.ERASE, home.now, by="worker")


def opened(url: str, masters: MasterKeys) -> Mapping[str, bytes]:
    """Everything that whoever has the key can still open, by where it lies."""
    marks = {str(name): str(value) for name, value in query(url, "SELECT name, value FROM marks")}
    keyring = Keyring(*masters.read())
    keyring.adopt(marks["key.fingerprint"], marks.get("key.ring", ""))
    found: dict[str, bytes] = {}
    for kept in KEPT:
        if kept.service:
            table, column = kept.column.table.name, kept.column.name
            own = "conversation IS NULL" if table == "outbox" else "1 = 1"
            _open(url, found, keyring.service(kept.service), table, kept.row.name, column, own)
    for name, wrapped in query(url, "SELECT conversation, wrapped FROM data_keys"):
        sealer = keyring.sealer(str(name), bytes(wrapped))  # type: ignore[call-overload]
        for table, row in SEALED_WITH_A_CASE.items():
            own = f"{'id' if table == 'conversations' else 'conversation'} = '{name}'"
            _open(url, found, sealer, table, row, "sealed", own)
    return found


SEALED_WITH_A_CASE = {
    **dict.fromkeys(("conversations", "evidence", "referrals", "messages"), "id"),
    "assignments": "id",
    "enclosures": "id",
    "cases": "reference",
    "outbox": "key",
    "worker_pins": "number",
}


def _open(
    url: str,
    found: dict[str, bytes],
    sealer: Sealer,
    table: str,
    row: str,
    column: str,
    own: str,
) -> None:
    order = f"SELECT {row}, {column} FROM {table} WHERE {column} IS NOT NULL AND {own}"  # noqa: S608
    for name, blob in query(url, order):
        place = name.hex() if isinstance(name, bytes) else str(name)
        value = sealer.open(bytes(blob), table, place, column)  # type: ignore[call-overload]
        found[f"{table} {place}"] = value
