"""Reports of what came in on both channels: exact for those who answer for it, or to publish."""

import io
import json
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from bot.documents.report_files import files
from bot.domain.audit import AuditEntry
from bot.domain.ids import Channel
from bot.ports import StoreDown, WrongArgument
from bot.web.reporting import report
from storage.audit import Audit

from tests.house import House, house
from tests.offices import TestOffice, office_at
from tests.running_service import RunningService, installed

DECEMBER = datetime(2026, 12, 1, 3, tzinfo=UTC)
WHO = {"who": "auditor", "where": "command:x"}
NOVEMBER = {"sort": "month", "period": "2569-11"}
FILED = [
    *((f"t{number}", Channel.TELEGRAM, "pay", "yes") for number in range(5)),
    *((f"U{number}", Channel.LINE, "hours", "yes") for number in range(2)),
    ("t9", Channel.TELEGRAM, "hours", "no"),
]
"""Five from Telegram and two from LINE agree to be counted, one does not."""


async def complains(home: House, who: str, channel: Channel, category: str, count: str) -> None:
    await home.says(who, "hello", channel=channel)
    taps = ["language:en", "safe_to_talk:yes", "in_danger_now:no", "for_whom:me"]
    taps += ["consent_keep:pass", f"consent_statistics:{count}", "category:money"]
    for each in (*taps, f"category:{category}", "category:done", "what_happened:skip"):
        await home.taps(who, each, channel=channel)
    await home.says(who, "Mahachai", channel=channel)
    await home.taps(who, "may_write:yes", channel=channel)


def table(made: dict[str, Any], title: str) -> list[tuple[Any, ...]]:
    (rows,) = (each["rows"] for each in made["tables"] if each["title"] == title)
    return [tuple(row) for row in rows]


async def asks(home: House | TestOffice, **what: Any) -> dict[str, Any]:  # noqa: ANN401
    office = home.assembly if isinstance(home, House) else home
    asked: dict[str, Any] = {**WHO, **NOVEMBER, **what}
    made = await report(office, **asked)
    return json.loads(json.dumps(made))  # type: ignore[no-any-return]


@pytest.mark.safety(28)
async def test_a_month_on_both_channels_exact_and_published(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        for each in FILED:
            await complains(home, *each)
        running = await asks(home, edition="restricted")
        assert running["notes"][0].startswith("The period is not over")
        with pytest.raises(WrongArgument, match="is not over"):
            await asks(home)
        home.moment[0] = DECEMBER
        exact = await asks(home, edition="restricted")
        assert table(exact, "All together") == [("cases", 8), ("referrals", 0)]
        by_channel = "Cases filed, by channel"
        assert table(exact, by_channel) == [("line", 2), ("telegram", 6), ("all", 8)]
        of_kinds = [("hours", 3, 3), ("pay", 5, 5), ("all", 8, 8)]
        assert table(exact, "Complaints by category and nationality") == of_kinds
        assert table(exact, "Province within its centre") == [("TH-74", 8, 8), ("all", 8, 8)]
        assert table(exact, "People") == [("at least", 8)]
        assert "7 said yes, 1 said no, 0 were not asked" in " ".join(exact["notes"])
        shown = await asks(home)
        assert table(shown, "All together") == [("cases", 7), ("referrals", 0)]
        assert table(shown, by_channel) == [("line", "*"), ("telegram", "*"), ("all", 7)]
        kinds = table(shown, "Complaints by category and nationality: category")
        assert kinds == [("hours", "*"), ("pay", 5)]
        year = await logged(home)
        assert year == ["restricted", "restricted", "published"]


async def logged(home: House) -> list[str]:
    entries = await home.assembly.store.read(lambda work: work.audit.entries())
    made = [entry for entry in entries if entry.action == "report.made"]
    assert {(entry.who, entry.where, entry.subject) for entry in made} == {
        ("auditor", "command:x", "2026-11")
    }
    return [entry.detail for entry in made]


@pytest.mark.safety(23)
async def test_without_the_entry_there_is_no_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Audit, entry: AuditEntry) -> None:
        raise StoreDown(entry.action)

    async with office_at(tmp_path) as office:
        with pytest.raises(WrongArgument, match="by fiscal years alone"):
            await asks(office, period="2026-10", centre="tak")
        with pytest.raises(WrongArgument, match="written 2026-11"):
            await asks(office, period="11/2026")
        with pytest.raises(WrongArgument, match="is none of"):
            await asks(office, period="2026-10", centre="mars")
        monkeypatch.setattr(Audit, "record", full)
        with pytest.raises(StoreDown):
            await asks(office, edition="restricted")


def test_the_command_writes_files_that_nobody_else_can_read_and_overwrites_none(
    tmp_path: Path,
) -> None:
    with RunningService(installed(tmp_path)).running() as service:
        asked = ("report", "--fiscal-year", "2569", "--out", str(tmp_path), "--as", "auditor")
        made = service.run(*asked, "--edition", "restricted", "--format", "json")
        assert made.exit_code == 0, made.stderr
        path = tmp_path / "rongthuk-fiscal-2569-restricted.json"
        assert path.stat().st_mode & 0o777 == 0o600
        assert json.loads(path.read_text("utf-8"))["period"] == "fiscal year 2569 (2025/26)"
        again = service.run(*asked, "--edition", "restricted", "--format", "json")
        assert (again.exit_code, again.stderr.strip()[-16:]) == (2, "is there already")
        assert service.run("report").exit_code == 2
        assert service.run(*asked[:3], "--year", "2026").exit_code == 2
        two_ways = service.run("report", "--fiscal-year", "2027")
        assert "written 2570" in two_ways.stderr


def test_no_cell_of_a_file_is_a_formula() -> None:
    rows = (("=1+1", 3), ("-2", "*"))
    about = {"period": "@x", "edition": "published", "centre": "all", "made": "+1", "notes": ["=2"]}
    made_of = {"number": "9", "title": "=A/B: agencies", "counts": "cases", "head": ("a", "b")}
    made = {**about, "file_name": "r", "tables": [{**made_of, "rows": rows}]}
    ((name, book),) = files(made, "xlsx")
    sheets = import_module("openpyxl").load_workbook(io.BytesIO(book)).worksheets
    assert (name, [sheet.title for sheet in sheets]) == ("r.xlsx", ["notes", "9.1 AB agencies"])
    kinds = {(type(c.value), c.data_type) for s in sheets for row in s for c in row if c.value}
    assert kinds == {(str, "s"), (int, "n")}
    texts = dict(files(made, "csv"))
    lines = texts["r-9.1-ab-agencies.csv"].decode("utf-8-sig").splitlines()
    assert lines == ["'=A/B: agencies,counts cases", "a,b", "'=1+1,3", "'-2,*"]
