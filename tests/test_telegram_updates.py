"""How Telegram is told the way its updates are to come, and what is said while it is away."""

import logging
from pathlib import Path

import pytest
from bot.app.assembly import open_office
from bot.app.telegram import Seldom, updates
from bot.channels.telegram.send import TelegramSender
from bot.config import load_config
from bot.domain.incoming import Incoming
from storage.master_keys import create_key_file

from tests.offices import KeptLog
from tests.running import eventually

TOKEN = "7:unreachable"


async def nobody(_: Incoming) -> None:
    """Take an event."""


async def test_while_telegram_is_away_one_plain_warning_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    create_key_file(tmp_path / "master.key")
    away = "http://127.0.0.1:1"
    settings = {
        "SERVICE__DATA_DIR": str(tmp_path / "var"),
        "SERVICE__PUBLIC_URL": away,
        "KEYS__FILE": str(tmp_path / "master.key"),
        "STORAGE__URL": f"sqlite:///{tmp_path}/rongthuk.db",
        "TELEGRAM__ENABLED": "true",
        "TELEGRAM__TOKEN": TOKEN,
        "TELEGRAM__MODE": "webhook",
        "TELEGRAM__WEBHOOK_SECRET": "x",
        "TELEGRAM__API_BASE_URL": away,
    }
    config = load_config(None, {f"RONGTHUK_{name}": value for name, value in settings.items()})
    sender, log = TelegramSender(TOKEN, api_base_url=away), KeptLog()
    async with open_office(config) as assembly, updates(assembly, sender, nobody, log):
        await eventually(lambda: _said(caplog))
    await sender.close()
    assert _said(caplog) == [("WARNING", "telegram.unreachable", None)]
    assert log.lines == []


def _said(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, object]]:
    return [
        (each.levelname, each.getMessage(), each.exc_info)
        for each in caplog.records
        if each.name == "bot.app.telegram" and each.levelno >= logging.WARNING
    ]


def test_it_is_said_again_after_a_minute_and_not_before() -> None:
    seldom = Seldom()
    moments = (5.0, 6.0, 64.9, 65.0, 70.0, 125.0)
    assert [seldom.again(now) for now in moments] == [True, False, False, True, False, True]
