"""The policy as data, and `rongthuk policy preview`."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bot.cli.main import rongthuk
from bot.data.policy import (
    BadPolicyError,
    as_json,
    calendar_of,
    from_json,
    frozen,
    load_policy,
    thawed,
)
from bot.domain.calendar import WorkingDays
from bot.domain.clocks import due, next_due
from bot.domain.ids import UnitId
from bot.domain.ladder import Ladder, Reachable
from bot.domain.policy import RowKey
from click.testing import CliRunner, Result

TAK = UnitId("tak")


def preview(*words: str) -> Result:
    return CliRunner().invoke(rongthuk, ["policy", "preview", *words])


def shown(*words: str) -> dict[str, Any]:
    result = preview(*words, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_timeline_of_a_b_on_songkran_night_in_local_time() -> None:
    found = shown("--level", "B", "--at", "2026-04-13T22:00", "--unit", "tak")
    assert found["level"] == "B"
    assert found["unit"] == "tak"
    assert found["at"] == "2026-04-13T22:00:00+07:00"
    assert found["answer_by"] == "2026-04-16T12:30:00+07:00"
    assert found["stages"][:3] == [
        {"stage": "alert", "at": "2026-04-13T22:00:00+07:00", "target": "tak"},
        {"stage": "remind.1", "at": "2026-04-16T10:30:00+07:00", "target": "tak"},
        {"stage": "remind.2", "at": "2026-04-16T12:30:00+07:00", "target": "tak"},
    ]
    assert len(found["stages"]) == 15


def test_lines_to_read_have_the_weekday_the_stage_and_the_target() -> None:
    lines = preview("--level", "B", "--at", "2026-04-13T22:00", "--unit", "tak").stdout.splitlines()
    assert lines[0] == "B, tak: alerted Mon 2026-04-13 22:00, answer by Thu 2026-04-16 12:30"
    assert lines[1].split() == ["Mon", "2026-04-13", "22:00", "alert", "group", "of", "tak"]
    assert lines[4].split() == ["Thu", "2026-04-16", "12:30", "on_call", "on", "call", "at", "tak"]


def test_a_moment_with_an_offset_is_taken_as_it_says() -> None:
    found = shown("--level", "A", "--at", "2026-04-13T15:00Z", "--unit", "tak")
    assert found["at"] == "2026-04-13T22:00:00+07:00"


def test_urgent_as_a_level_and_as_an_option_are_the_same() -> None:
    words = ("--at", "2026-04-13T22:00", "--unit", "tak", "--place-unknown")
    one, other = shown("--level", "urgent", *words), shown("--level", "C", "--urgent", *words)
    assert one["stages"] == other["stages"]
    at_once = [each["target"] for each in one["stages"] if each["at"] == one["at"]]
    assert at_once == ["tak", "on_call:tak", "national"]


def test_a_childs_b_is_promised_an_answer_within_the_hour_at_night() -> None:
    found = shown("--level", "B", "--child", "--at", "2026-04-13T22:00", "--unit", "ranong")
    assert found["answer_by"] == "2026-04-13T23:00:00+07:00"


def test_the_second_centre_is_the_one_that_routing_finds_for_the_centres_province() -> None:
    for unit, second in (("surat-thani", "ranong"), ("khon-kaen", "nakhon-ratchasima")):
        found = shown("--level", "A", "--at", "2026-06-09T09:00", "--unit", unit)
        targets = {each["stage"]: each["target"] for each in found["stages"]}
        assert targets["second_centre"] == second


def test_without_a_roster_stages_that_share_a_target_and_minute_are_one_line() -> None:
    words = ("--level", "A", "--at", "2026-06-09T09:00", "--unit", "tak", "--no-roster")
    by_key = {each["stage"]: each for each in shown(*words)["stages"]}
    assert by_key["remind.2"]["also"] == ["head"]
    assert "head" not in by_key


def test_the_preview_is_what_a_clock_that_is_stepped_would_send() -> None:
    rules = load_policy()
    for key in RowKey:
        for moment in ("2026-04-10T16:29", "2026-12-30T03:07", "2027-05-20T12:00"):
            found = shown("--level", key.value, "--at", moment, "--unit", "surat-thani")
            at = datetime.fromisoformat(found["at"])
            people = Reachable(
                UnitId("surat-thani"),
                UnitId("ranong"),
                on_call=True,
                head=True,
                called=frozenset({"on_call"}),
            )
            ladder = Ladder(rules.rows[key], calendar_of(rules, people.unit), at, at, people)
            sent, now = list[tuple[str, datetime, str]](), at
            while len(sent) < len(found["stages"]):
                done = frozenset(name for name, _, _ in sent)
                now = max(now, next_due(ladder, done, now))
                sent += [(s.key, now, str(s.target)) for s in due(ladder, done, now)]
            planned = [
                (each["stage"], datetime.fromisoformat(each["at"]), each["target"])
                for each in found["stages"]
            ]
            assert sorted(sent[: len(planned)]) == sorted(planned)


def test_the_second_clock_is_shown_from_when_the_case_is_taken() -> None:
    words = ("--level", "B", "--at", "2026-04-10T10:00", "--unit", "tak")
    found = shown(*words, "--taken", "2026-04-10T11:00")["taken"]
    assert found == {
        "at": "2026-04-10T11:00:00+07:00",
        "stages": [
            {
                "stage": "second.1.remind",
                "at": "2026-04-16T11:00:00+07:00",
                "target": "holder:tak",
            },
            {"stage": "second.1.head", "at": "2026-04-17T11:00:00+07:00", "target": "head:tak"},
            {"stage": "second.1.back", "at": "2026-04-20T11:00:00+07:00", "target": "tak"},
        ],
        "next_step": "2026-04-22T11:00:00+07:00",
    }
    assert shown(*words)["taken"]["at"] == "2026-04-10T10:00:00+07:00"
    lines = preview(*words).stdout.splitlines()
    assert "if taken Fri 2026-04-10 10:00 and nothing is written down:" in lines
    (step,) = (n for n, line in enumerate(lines) if line.startswith("with an entry at once"))
    assert lines[step - 1].split()[-4:] == ["second.1.back", "group", "of", "tak"]
    assert lines[step].endswith("next step is Wed 2026-04-22 10:00, and the clock runs from there")


def test_the_clock_of_a_referral_to_an_agency_is_shown_from_when_it_is_sent() -> None:
    words = ("--level", "urgent", "--unit", "tak", "--at", "2026-04-13T21:50")
    found = shown(*words, "--referred", "2026-04-13T22:00", "--by-phone")["agency"]
    assert found["answer_by"] == "2026-04-13T22:30:00+07:00"
    assert found["stages"][:3] == [
        {"stage": "remind.1", "at": "2026-04-13T22:15:00+07:00", "target": "sender"},
        {
            "stage": "tell",
            "at": "2026-04-13T22:30:00+07:00",
            "target": "sender",
            "also": ["remind.2"],
        },
        {"stage": "national", "at": "2026-04-13T23:00:00+07:00", "target": "national"},
    ]
    lines = preview(*words).stdout.splitlines()
    assert "Mon 2026-04-13 22:05  remind.1          group of the agency" in lines


def test_an_operators_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(
        '[levels.B]\nremind = ["10 s"]\nsecond_centre = "never"\n'
        '[units.tak]\nmon = ["10:00-12:00"]\ndays_off = [2026-06-09]\n'
    )
    found = shown(
        *("--level", "B", "--at", "2026-06-08T09:00", "--unit", "tak", "--policy", str(file))
    )
    times = {each["stage"]: each["at"] for each in found["stages"]}
    assert times["remind.1"] == "2026-06-08T10:00:10+07:00"
    assert "remind.2" not in times
    assert "second_centre" not in times
    assert times["on_call"] == "2026-06-10T10:30:00+07:00"


def test_without_a_file_the_one_that_the_configuration_names_is_shown(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text('[levels.B]\nremind = ["10 s"]\n', "utf-8-sig")
    config = tmp_path / "config.toml"
    config.write_text('[policy]\nfile = "ours.toml"\n')
    words = ("--level", "B", "--at", "2026-06-08T09:00", "--unit", "tak", "--config", str(config))
    times = {each["stage"]: each["at"] for each in shown(*words)["stages"]}
    assert times["remind.1"] == "2026-06-08T09:00:10+07:00"
    (tmp_path / "other.toml").touch()
    named = shown(*words, "--policy", str(tmp_path / "other.toml"))
    assert named["stages"] == shown(*words[:6])["stages"]
    (tmp_path / "ours.toml").unlink()
    result = preview(*words)
    missing = f"config.toml: [policy] file: {tmp_path / 'ours.toml'}: No such file or directory\n"
    assert (result.exit_code, result.stderr) == (2, missing)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--level", "Q", "--unit", "tak"), "'Q' is not one of"),
        (("--unit", "tak"), "Missing option '--level'"),
        (("--level", "A"), "Missing option '--unit'"),
        (("--level", "A", "--unit", "mars"), "--unit: 'mars' is none of samut-sakhon"),
        (("--level", "A", "--unit", "tak", "--at", "noon"), "--at: 'noon' is no moment"),
        (("--level", "A", "--unit", "tak", "--at", "9999-12-31T23:59"), "is too far away"),
        (("--level", "A", "--unit", "tak", "--policy", "none.toml"), "none.toml: No such file"),
        (("--level", "A", "--unit", "tak", "--loud"), "No such option"),
    ],
)
def test_a_bad_option_is_one_clear_line(words: tuple[str, ...], why: str) -> None:
    result = preview(*words)
    assert result.exit_code == 2
    assert why in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[levels.B]\nanswer_by = "soon"', "[levels.B] answer_by: 'soon' is no duration"),
        ('[levels.B]\nremind = ["4 h", 3]', "[levels.B] remind.1: 3 is no duration"),
        ('[levels.B]\nanswerby = "4 h"', "[levels.B] answerby: unknown key"),
        ("[levels.E]", "[levels.E]: unknown key"),
        ('[levels.B]\ncounts = "days"', "[levels.B] counts: "),
        ('[levels.B]\nafterwards = { every = "0 s" }', "[levels.B] afterwards.every: a repeat"),
        (
            '[levels.A]\nafterwards = { every = "1 h", first_for = "2 h" }',
            "[levels.A] afterwards: first_every and first_for",
        ),
        ('[hours]\nmon = ["16:00-08:00"]', "[hours] mon.0: a window opens before it closes"),
        ('[hours]\nsat = ["9-12"]', "[hours] sat.0: '9-12' is no window"),
        (
            '[units.tak]\nmon = ["08:00-12:00", "11:00-13:00"]',
            "[units.tak] mon: the windows of a day are in order",
        ),
        ('[units.tak]\ndays_off = ["May"]', "[units.tak] days_off.0: 'May' is no date"),
        (
            "[hours]\nmon = []\ntue = []\nwed = []\nthu = []\nfri = []",
            "[hours]: a week has seven days",
        ),
        ('timezone = "Mars"', "timezone: 'Mars' is no time zone"),
        ("levels = 3", "[levels]: "),
        ("[levels.B", "not TOML"),
    ],
)
def test_a_malformed_policy_names_the_file_the_table_and_the_key(
    tmp_path: Path, text: str, why: str
) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(text)
    result = preview("--level", "A", "--unit", "tak", "--policy", str(file))
    assert result.exit_code == 2
    assert f"ours.toml: {why}" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_policy_survives_being_written_down() -> None:
    ours = load_policy(
        {
            "units": {"tak": {"sat": ["00:00-24:00"], "days_off": ["2026-06-09"]}},
            "levels": {"C": {"national": "2 working_days", "remind": ["90 s"]}},
        }
    )
    assert from_json(json.loads(json.dumps(as_json(ours)))) == ours
    assert ours.rows[RowKey.C].national == WorkingDays(2)
    assert from_json(as_json(load_policy())) == load_policy()


def test_a_frozen_row_gives_the_row_and_the_hours_it_was_frozen_with() -> None:
    ours = load_policy({"units": {"tak": {"mon": ["10:00-12:00"]}}})
    for row in ours.rows.values():
        again, calendar = thawed(json.loads(json.dumps(frozen(ours, row, TAK))))
        assert again == row
        assert calendar == calendar_of(ours, TAK)


def test_a_frozen_policy_that_was_damaged_is_refused() -> None:
    tables = frozen(load_policy(), load_policy().rows[RowKey.A], TAK)
    tables["row"]["national"] = "-2 h"
    with pytest.raises(BadPolicyError, match="national"):
        thawed(tables)


def test_the_shipped_repeats_are_those_of_the_table() -> None:
    rows = load_policy().rows
    urgent, grave = rows[RowKey.URGENT].afterwards, rows[RowKey.A].afterwards
    hour = timedelta(hours=1)
    assert (urgent.first_every, urgent.first_for, urgent.every) == (hour / 4, 2 * hour, hour)
    assert (grave.first_every, grave.first_for, grave.every) == (hour, 6 * hour, 4 * hour)
    assert rows[RowKey.B].afterwards.every == rows[RowKey.U].afterwards.every == 4 * hour
    assert rows[RowKey.C].afterwards.every == rows[RowKey.D].afterwards.every == WorkingDays(1)
