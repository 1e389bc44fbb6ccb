"""Each entry of the log says who did what, when, to which case, and from which chat."""

from pathlib import Path

import pytest
from bot.domain.audit import AuditEntry
from bot.domain.ids import Channel
from bot.domain.incoming import Chat, Tap
from bot.web.commands import VIEWS, carry_out

from tests.agencies import NOK, taken
from tests.house import House
from tests.parting import only_case

GROUP = Chat(Channel.TELEGRAM, "-100", private=False)


async def _entries(home: House, *, since: int = 0) -> list[AuditEntry]:
    return list(await home.assembly.store.read(lambda work: work.audit.entries()))[since:]


@pytest.mark.safety(23)
async def test_what_only_shows_something_or_comes_too_late_is_written_down_with_its_chat(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        reference = await only_case(home)
        before = len(await _entries(home))
        await home.taps(NOK, "🗒 Note")
        took = await home.assembly.store.read(lambda work: work.casework.referrals_of(reference))
        await home.take(NOK, Tap(f"r:take:{took[-1].id}", "t"), chat=GROUP)
        await home.says(NOK, "/cases")
        found = [(e.who, e.action, e.chat) for e in await _entries(home, since=before)]
        assert found[-3:] == [
            ("o77", "seen.note", "telegram"),
            ("o77", "pressed.take", "telegram group -100"),
            ("o77", "pressed.cases", "telegram"),
        ]
        assert (await _entries(home))[-3].subject == reference
        (first,) = [e for e in await _entries(home) if e.action == "case.taken"]
        assert first.chat == "telegram group -100"


async def test_whoever_looks_at_the_lists_of_people_or_at_the_log_by_command_stands_in_it(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        before = len(await _entries(home))
        for command in sorted(VIEWS):
            arguments = {"timezone": "Asia/Bangkok"} if command == "duty.show" else {}
            await carry_out(home.assembly, command, arguments, "khun.dao")
        found = [(e.who, e.action) for e in await _entries(home, since=before)]
        assert found == [("khun.dao", f"command.{command}") for command in sorted(VIEWS)]


async def test_whoever_binds_a_group_is_known_by_the_account_that_wrote_the_code(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        asked = {"who": "khun.dao", "unit": "tak", "minutes": 60}
        made = await carry_out(home.assembly, "units.code", asked)
        there = Chat(Channel.TELEGRAM, "-700", private=False)
        await home.says("4711", f"/link {made['code']}", chat=there)
        (entry,) = [e for e in await _entries(home) if e.action == "group.linked"]
        assert (entry.subject, entry.detail) == ("tak", "account 4711")
        assert entry.chat == "telegram group -700"
