"""A service ready for workers: both platforms, groups for the units, people in them."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.running import Service, on_both, platforms
from tests.stand_ins.line import LineStandIn
from tests.stand_ins.telegram import TelegramStandIn
from tests.stand_ins.telegram_people import Group, Person

GROUPS: Final = {"national": -1001, "samut-sakhon": -1002, "samut-prakan": -1003}
LINE_GROUP: Final = "C" + "d" * 32
LINE_GROUPS: Final = {
    "national": "C" + "e" * 32,
    "samut-sakhon": LINE_GROUP,
    "samut-prakan": "C" + "f" * 32,
}
OFFICER: Final = 4_001
SECOND: Final = 4_002
HURRIED: Final = """
[levels.{level}]
counts = "day_and_night"
answer_by = "3 s"
remind = ["2 s"]
on_call = "2 s"
second_centre = "4 s"
national = "5 s"
afterwards = {{ every = "1 h" }}
"""
"""A clock on which what takes hours is over in five seconds."""


@dataclass
class Site:
    """What a test works with."""

    service: Service
    telegram: TelegramStandIn
    line: LineStandIn

    def group(self, unit: str) -> Group:
        """The Telegram group of a unit."""
        return self.telegram.group(GROUPS[unit])

    def group_on(self, channel: str, unit: str) -> Any:  # noqa: ANN401  the stand-in's own kind
        """The group of a unit on either platform."""
        return self.group(unit) if channel == "telegram" else self.line.group(LINE_GROUPS[unit])

    @property
    def line_group(self) -> Any:  # noqa: ANN401  the stand-in's own kind
        """The LINE group of Samut Sakhon."""
        return self.line.group(LINE_GROUP)

    def officer(self, account: int, unit: str = "samut-sakhon") -> Person:
        """An officer in their unit's group."""
        return self.group(unit).member(account)

    async def prepare(self) -> None:
        """Bind the groups and enrol two officers of Samut Sakhon."""
        for unit, chat in GROUPS.items():
            await self.service.asked(
                "units.link", who="t", unit=unit, channel="telegram", chat=str(chat), thread=""
            )
            state = self.telegram.chat(chat)
            state.kind, state.reached, state.known = "group", True, True
        for account, name in ((OFFICER, "Khun Nok"), (SECOND, "Khun Lek")):
            person = {"channel": "telegram", "account": str(account), "name": name}
            how = {"unit": "samut-sakhon", "role": "officer", "language": "th"}
            await self.service.asked("officers.enrol", who="t", **person, **how)

    async def prepare_line_group(self, unit: str = "samut-sakhon") -> None:
        """A second group of a unit, on LINE."""
        chat = LINE_GROUPS[unit]
        assert self.line.group(chat).chat.reached
        await self.service.asked(
            "units.link", who="t", unit=unit, channel="line", chat=chat, thread=""
        )

    def unharmed(self) -> None:
        """Neither platform was given anything it would refuse."""
        assert self.telegram.violations == []
        assert self.line.violations == []


@asynccontextmanager
async def site(
    folder: Path,
    *,
    mode: str = "polling",
    settings: Mapping[str, Mapping[str, object]] | None = None,
    starts: bool = True,
) -> AsyncIterator[Site]:
    """A service that was set up and runs, with nobody having written yet."""
    async with AsyncExitStack() as stack:
        telegram, line = await stack.enter_async_context(platforms())
        merged = {**on_both(telegram, line, mode=mode), **(settings or {})}
        service = await stack.enter_async_context(Service(folder, merged))
        line.webhook = service.url + "/webhook/line"
        await service.run("keys", "init")
        found = Site(service, telegram, line)
        if starts:
            await service.start()
            await found.prepare()
        yield found


def hurried(folder: Path, *levels: str) -> Mapping[str, Mapping[str, object]]:
    """Settings with a policy in which these levels are chased within seconds."""
    file = folder / "policy.toml"
    file.write_text("".join(HURRIED.format(level=level) for level in levels), "utf-8")
    return {"policy": {"file": str(file)}}
