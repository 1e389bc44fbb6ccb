"""The channels that are switched on; a vendor's library is imported only for its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from bot.config import Config
from bot.domain.ids import Channel
from bot.domain.incoming import Incoming
from bot.ports import Gauge, Sender
from bot.usecases.take_stuck import Reader
from bot.web.webhooks import Hook, Verdict

if TYPE_CHECKING:
    from bot.channels.telegram.send import TelegramSender


@dataclass(slots=True)
class Channels:
    """Senders, webhooks and readers by channel."""

    senders: dict[Channel, Sender] = field(default_factory=dict)
    hooks: list[Hook] = field(default_factory=list)
    readers: dict[Channel, Reader] = field(default_factory=dict)
    gauges: dict[Channel, Gauge] = field(default_factory=dict)
    telegram: "TelegramSender | None" = None

    async def close(self) -> None:
        """Let go of connections."""
        for sender in self.senders.values():
            await sender.close()


async def switched_on(config: Config) -> Channels:
    """What the configuration switches on, ready to send."""
    channels = Channels()
    if config.telegram.enabled:
        await _telegram(config, channels)
    if config.line.enabled:
        _line(config, channels)
    return channels


async def _telegram(config: Config, channels: Channels) -> None:
    from bot.channels.telegram.authenticate import authenticate
    from bot.channels.telegram.read import NotAnEvent, read_update
    from bot.channels.telegram.send import TelegramSender

    settings = config.telegram
    channels.telegram = TelegramSender(settings.token, api_base_url=settings.api_base_url)
    channels.senders[Channel.TELEGRAM] = channels.telegram
    channels.readers[Channel.TELEGRAM] = read_update

    def judge(headers: Mapping[str, str], _: bytes) -> Verdict:
        given = headers.get("X-Telegram-Bot-Api-Secret-Token")
        return Verdict.of(given, right=authenticate(headers, settings.webhook_secret))

    def read(raw: bytes, now: datetime) -> Sequence[Incoming]:
        return (read_update(raw, now),)

    if settings.by_webhook:
        hook = Hook(Channel.TELEGRAM, "/webhook/telegram", judge, read, NotAnEvent)
        channels.hooks.append(hook)


def _line(config: Config, channels: Channels) -> None:
    from bot.channels.line.authenticate import authenticate
    from bot.channels.line.read import NotAnEvent, read_event, read_events
    from bot.channels.line.send import LineSender

    settings = config.line
    sender = LineSender(
        settings.channel_access_token,
        api_base_url=settings.api_base_url,
        data_api_base_url=settings.data_api_base_url,
    )
    channels.senders[Channel.LINE] = channels.gauges[Channel.LINE] = sender
    channels.readers[Channel.LINE] = read_event

    def judge(headers: Mapping[str, str], raw: bytes) -> Verdict:
        given = headers.get("X-Line-Signature")
        return Verdict.of(given, right=authenticate(raw, given, settings.channel_secret))

    channels.hooks.append(Hook(Channel.LINE, "/webhook/line", judge, read_events, NotAnEvent))
