"""`rongthuk doctor`: finds what is wrong and says what to do, with and without a network."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bot.cli.checkup.finding import Finding, Verdict
from bot.cli.checkup.installation import (
    database_file,
    folder,
    hotlines,
    installation,
    key,
    languages,
    links,
    same_key,
    settings,
    undertaking,
)
from bot.cli.checkup.people import line_ids, people, units
from bot.cli.checkup.platforms import Reply, allowance, delivered, endpoint, platforms, skew
from bot.config import Config, load_config
from bot.domain.ids import NATIONAL, OPERATOR, Channel, UnitId
from bot.domain.incoming import Chat
from bot.ports import Work
from bot.usecases.chase_referrals import HEARTBEAT
from click.testing import Result
from storage.master_keys import MasterKeys, create_key_file
from storage.sealing import Keyring
from storage.work import open_store

from tests.offices import NOW
from tests.running_service import RunningService, installed, rongthuk
from tests.stand_ins.line import LineStandIn
from tests.stand_ins.telegram import TelegramStandIn
from tests.storage_samples import officer

OK, WARN, FAIL = Verdict.OK, Verdict.WARN, Verdict.FAIL


ON_LINE = '[line]\nenabled = true\nchannel_secret = "x"\nchannel_access_token = "x"\n'


def config_of(**environ: str) -> Config:
    return load_config(None, {f"RONGTHUK_{name}": value for name, value in environ.items()})


def by_check(findings: Iterator[Finding] | list[Finding]) -> dict[str, Finding]:
    return {finding.check: finding for finding in findings}


def read(result: Result) -> dict[str, dict[str, Any]]:
    return {finding["check"]: finding for finding in json.loads(result.stdout)}


def staffed(work: Work) -> None:
    """`national` and `tak` can answer, the operator has a group, and the chaser runs."""
    for number, unit in enumerate((NATIONAL, OPERATOR, UnitId("tak"))):
        work.directory.bind(unit, Chat(Channel.LINE, f"C{number}", private=False), NOW)
        if unit != OPERATOR:
            new = officer(f"offi000{number}", account=str(number), unit=unit)
            work.directory.enrol(replace(new, private_open=True))
    work.marks.set(HEARTBEAT, NOW.isoformat())


def test_beside_a_running_service_it_asks_the_service(tmp_path: Path) -> None:
    with RunningService(installed(tmp_path)).running() as service:
        service.write(staffed)
        create_key_file(tmp_path / "master.key")
        (tmp_path / "config.toml").write_text('[keys]\nfile = "master.key"\n' + ON_LINE)
        result = service.run("doctor", "--offline", "--json")
    found = read(result)
    assert (result.exit_code, found["database"]["verdict"]) == (1, "ok")
    assert found["key of the database"]["verdict"] == "fail"
    assert found["chaser"]["says"] == "it ran 0 s ago"
    assert found["unit national"]["says"] == "has no head"
    assert found["unit operator"]["verdict"] == "ok"
    assert found["unit tak"]["says"] == "has no head"
    assert found["unit ranong"]["says"] == "has no group, no officer, no head"
    assert [each for each in found if each == "LINE ids"]


def test_a_group_on_a_channel_that_is_off_reaches_nobody() -> None:
    found = {"officers": 1, "reachable": 1, "heads": 1}
    both, one = {**found, "groups": ["line", "telegram"]}, {**found, "groups": ["line"]}
    on = (Channel.TELEGRAM,)
    checks = by_check(units({NATIONAL: one, "tak": one, "ranong": both}, on))
    assert checks["unit national"].verdict is FAIL
    assert checks["unit tak"].says == "has no group but on line, which is off"
    assert checks["unit ranong"].says == "has a group on line, which is off"
    assert by_check(units({NATIONAL: one}, (Channel.LINE,)))["unit national"].verdict is OK


def test_ids_that_line_would_not_give_are_named() -> None:
    good, short = "C" + "0" * 32, "C1234"
    row = {"channel": "line", "unit": "tak", "active": True}
    groups = [{**row, "chat": good}, {**row, "chat": short}, {**row, "chat": "x", "active": False}]
    officers = [{**row, "account": "U" + "G" * 32}, {**row, "channel": "telegram", "account": "5"}]
    named = [each.says.split()[0] for each in line_ids(groups, officers)]
    assert named == [short, "U" + "G" * 32]


def test_before_the_first_start_nothing_is_made_and_nothing_breaks(tmp_path: Path) -> None:
    result = rongthuk(installed(tmp_path), "doctor", "--offline")
    assert result.exit_code == 1
    assert "FAIL  key: the key file " in result.stdout
    assert "FAIL  unit national: has no group, no officer, no head" in result.stdout
    assert "WARN  database file: " in result.stdout
    assert not list((tmp_path / "var").iterdir())


def test_without_any_failure_it_ends_well(tmp_path: Path) -> None:
    text = '[service]\nundertaking = "letter 12/2569"\n'
    rongthuk(installed(tmp_path, text + ON_LINE), "keys", "init")
    keyring = Keyring(*MasterKeys(tmp_path / "keys" / "master.key").read())
    with RunningService(tmp_path, keyring).running() as service:
        service.write(staffed)
        result = service.run("doctor", "--offline", "--json")
    found = read(result)
    assert [each for each in found.values() if each["verdict"] == "fail"] == []
    assert result.exit_code == 0
    assert found["key of the database"]["verdict"] == "ok"


def test_a_damaged_database_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    rongthuk(installed(tmp_path), "keys", "init")
    (tmp_path / "var" / "rongthuk.db").write_bytes(b"this is no database" * 100)
    result = rongthuk(tmp_path, "doctor", "--offline", "--json")
    found = read(result)
    assert (found["database file"]["verdict"], "database" in found) == ("fail", False)
    assert "not a database" in found["database file"]["says"]


def test_a_database_sealed_with_another_key_cannot_be_opened(tmp_path: Path) -> None:
    rongthuk(installed(tmp_path), "keys", "init")
    store = open_store(f"sqlite:///{tmp_path}/var/rongthuk.db", Keyring(bytes(32)))
    asyncio.run(store.close())
    found = read(rongthuk(tmp_path, "doctor", "--offline", "--json"))
    assert found["database"]["verdict"] == "fail"
    assert "was sealed with the key" in found["database"]["says"]


def test_a_sound_database_is_said_to_be(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'rongthuk.db'}"
    asyncio.run(open_store(url, Keyring(bytes(32))).close())
    assert [each.verdict for each in database_file(config_of(STORAGE__URL=url))] == [OK]
    assert not list(database_file(config_of(STORAGE__URL="postgresql://a@b/c")))


def test_a_key_others_can_read_is_found(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "master.key"
    file.parent.mkdir()
    create_key_file(file)
    config = config_of(KEYS__FILE=str(file), SERVICE__DATA_DIR=str(tmp_path / "var"))
    assert key(config).verdict is OK
    mine = Keyring(*MasterKeys(file).read()).fingerprint
    assert same_key(config, mine).verdict is same_key(config, "").verdict is OK
    assert same_key(config, "another").verdict is FAIL
    beside = config_of(KEYS__FILE=str(file), SERVICE__DATA_DIR=str(tmp_path))
    assert key(beside).verdict is WARN
    file.chmod(0o640)
    found = key(config)
    assert (found.verdict, "chmod 600" in found.says) == (FAIL, True)


def test_a_folder_that_is_a_file_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    (found,) = folder(config_of(SERVICE__DATA_DIR=str(tmp_path / "var")))
    assert found.verdict is FAIL


@pytest.mark.safety(33)
def test_without_a_channel_or_an_undertaking_nobody_is_invited() -> None:
    assert [each.verdict for each in settings(config_of())] == [FAIL]
    whole = by_check(installation(config_of(), date(2026, 11, 23), "policy"))
    assert whole["undertaking"].verdict is FAIL
    assert undertaking(config_of(SERVICE__UNDERTAKING="letter 12/2569")).verdict is OK
    short = config_of(TELEGRAM__ENABLED="true", TELEGRAM__TOKEN="123:abc")
    assert [each.verdict for each in settings(short)] == [WARN, OK]


def test_numbers_that_nobody_called_lately_are_named() -> None:
    found = hotlines(date(2026, 11, 22))
    assert (found.verdict, "1300" in found.says) == (WARN, True)


def test_a_language_that_lacks_a_message_is_named(tmp_path: Path) -> None:
    (tmp_path / "rongthuk.pot").write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "ask.language"\nmsgstr ""\n'
    )
    (tmp_path / "th" / "LC_MESSAGES").mkdir(parents=True)
    assert languages(tmp_path).says == "th lacks 1"
    words = 'msgid ""\nmsgstr ""\n\nmsgid "ask.language"\nmsgstr "ภาษา"\n'
    (tmp_path / "th" / "LC_MESSAGES" / "rongthuk.po").write_text(words)
    assert languages(tmp_path).verdict is OK


def test_a_chaser_that_stands_still_and_lost_cases_are_found() -> None:
    survey = {"units": {}, "heartbeat_age": 61.0, "without_next_step": 2, "stuck": 3}
    found = by_check(people(survey, (Channel.LINE,)))
    assert (found["chaser"].verdict, found["next steps"].verdict) == (WARN, FAIL)
    assert found["events"].verdict is WARN


async def test_telegrams_account_and_webhook_are_compared_with_the_mode() -> None:
    async with TelegramStandIn() as telegram:
        common = {
            "TELEGRAM__ENABLED": "true",
            "TELEGRAM__TOKEN": telegram.token,
            "TELEGRAM__API_BASE_URL": telegram.url,
            "SERVICE__PUBLIC_URL": "https://intake.example.org",
        }
        polling = config_of(**common)
        hooked = config_of(**common, TELEGRAM__MODE="webhook", TELEGRAM__WEBHOOK_SECRET="secret")
        found = by_check([each async for each in platforms(polling)])
        assert (found["Telegram account"].says, found["Telegram webhook"].verdict) == (
            f"@{telegram.username}",
            OK,
        )
        assert found["Telegram clock"].verdict is OK
        found = by_check([each async for each in platforms(hooked)])
        assert found["Telegram webhook"].says == (
            "it is not set, not https://intake.example.org/webhook/telegram"
        )
        telegram.updates.set_webhook("https://intake.example.org/webhook/telegram", "secret")
        found = by_check([each async for each in platforms(hooked)])
        assert found["Telegram webhook"].verdict is OK
        found = by_check([each async for each in platforms(polling)])
        assert found["Telegram webhook"].verdict is FAIL


async def test_a_refused_token_is_a_failure_that_never_shows_the_token() -> None:
    async with TelegramStandIn() as telegram:
        config = config_of(
            TELEGRAM__ENABLED="true",
            TELEGRAM__TOKEN="7:other",
            TELEGRAM__API_BASE_URL=telegram.url,
        )
        (found,) = [each async for each in platforms(config)]
    assert (found.check, found.verdict) == ("Telegram account", FAIL)
    assert "7:other" not in repr(found)


async def test_platforms_that_do_not_answer_are_warnings() -> None:
    nobody = "http://127.0.0.1:1"
    config = config_of(
        TELEGRAM__ENABLED="true",
        TELEGRAM__TOKEN="7:x",
        TELEGRAM__API_BASE_URL=nobody,
        LINE__ENABLED="true",
        LINE__CHANNEL_SECRET="x",
        LINE__CHANNEL_ACCESS_TOKEN="x",
        LINE__API_BASE_URL=nobody,
    )
    assert [each.verdict async for each in platforms(config)] == [WARN, WARN]


async def test_lines_account_webhook_and_allowance_are_looked_at() -> None:
    async with LineStandIn() as line:
        config = config_of(
            LINE__ENABLED="true",
            LINE__CHANNEL_SECRET=line.secret,
            LINE__CHANNEL_ACCESS_TOKEN=line.token,
            LINE__API_BASE_URL=line.url,
            LINE__RESERVE="50",
            SERVICE__PUBLIC_URL="https://bot.test",
        )
        line.limit = 40
        found = by_check([each async for each in platforms(config)])
    assert found["LINE account"].says == "@rongthuk"
    assert found["LINE webhook"].says == "it is https://bot.test, not https://bot.test/webhook/line"
    assert (found["LINE allowance"].verdict, found["LINE delivery"].verdict) == (WARN, WARN)
    assert "redelivery" in found["LINE console"].cure


def test_what_line_says_of_the_webhook_is_judged() -> None:
    config = config_of(SERVICE__PUBLIC_URL="https://bot.test")
    there = {"endpoint": "https://bot.test/webhook/line", "active": True}
    assert endpoint(config, Reply(200, there)).verdict is OK
    assert endpoint(config, Reply(200, {**there, "active": False})).says == "it is switched off"
    assert endpoint(config, Reply(404, {})).verdict is FAIL
    assert delivered(Reply(200, {"success": True})).verdict is OK
    refused = delivered(Reply(200, {"success": False, "reason": "COULD_NOT_CONNECT"}))
    assert (refused.verdict, "COULD_NOT_CONNECT" in refused.says) == (WARN, True)


@pytest.mark.parametrize(("used", "verdict"), [(0, OK), (150, WARN), (200, FAIL), (201, FAIL)])
def test_the_months_messages_are_held_against_the_reserve(used: int, verdict: Verdict) -> None:
    config = config_of(LINE__RESERVE="50")
    quota = Reply(200, {"type": "limited", "value": 200})
    assert allowance(config, quota, Reply(200, {"totalUsage": used})).verdict is verdict
    assert allowance(config, Reply(0, {}), Reply(0, {})).verdict is WARN
    assert allowance(config, Reply(200, {"type": "none"}), Reply(200, {})).verdict is OK


def test_a_clock_that_is_wrong_is_a_failure() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert skew("LINE", now, now + timedelta(seconds=30)).verdict is OK
    assert skew("LINE", now, now - timedelta(seconds=31)).verdict is FAIL
    assert skew("LINE", None, now).verdict is WARN


def test_without_an_address_no_officer_could_open_a_case_file() -> None:
    found = links(Config())
    assert (found.verdict, found.says.partition(" is empty")[0]) == (WARN, "[service] public_url")
    there = Config.model_validate({"service": {"public_url": "https://intake.example.org"}})
    assert links(there).verdict is OK
