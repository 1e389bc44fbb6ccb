"""The channels that are switched on; a vendor's library is imported only for its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.app.uploads import MarkedUploads
from bot.app.ways_in import AddressOf
from bot.config import Config
from bot.domain.ids import Channel
from bot.domain.incoming import Incoming
from bot.ports import Gauge, Sender, Store
from bot.usecases.take_stuck import Reader
from bot.web.webhooks import Hook, Verdict

if TYPE_CHECKING:
    from bot.channels.telegram.send import TelegramSender


@dataclass(slots=True)
class Channels:
    """Senders, webhooks, readers, and under which address the bot is found, by channel."""

    senders: dict[Channel, Sender] = field(default_factory=dict)
    hooks: list[Hook] = field(default_factory=list)
    readers: dict[Channel, Reader] = field(default_factory=dict)
    gauges: dict[Channel, Gauge] = field(default_factory=dict)
    telegram: "TelegramSender | None" = None
    addresses: dict[Channel, AddressOf] = field(default_factory=dict)

    async def close(self) -> None:
        """Let go of connections."""
        for sender in self.senders.values():
            await sender.close()


async def switched_on(config: Config, store: Store) -> Channels:
    """What the configuration switches on, ready to send; uploads are remembered in `store`."""
    channels = Channels()
    if config.telegram.enabled:
        await _telegram(config, channels, store)
    if config.line.enabled:
        _line(config, channels)
    return channels


async def _telegram(config: Config, channels: Channels, store: Store) -> None:
    from bot.channels.telegram.authenticate import authenticate
    from bot.channels.telegram.read import NotAnEvent, read_update
    from bot.channels.telegram.send import TelegramSender

    settings = config.telegram
    # A token begins with the bot's number.
    uploads = MarkedUploads(store, f"telegram.{settings.token.partition(':')[0]}")
    sender = TelegramSender(settings.token, api_base_url=settings.api_base_url, uploads=uploads)
    channels.telegram = channels.senders[Channel.TELEGRAM] = sender

    async def address() -> str:
        """Opens the private chat; https://core.telegram.org/bots/features#deep-linking."""
        return f"https://t.me/{(await sender.me()).username}?start=officer"

    channels.addresses[Channel.TELEGRAM] = address
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
        public_url=config.service.public_url,
    )

    async def address() -> str:
        """Adds the account; https://developers.line.biz/en/docs/messaging-api/using-line-url-scheme/."""
        return f"https://line.me/R/ti/p/{quote((await sender.me()).basic_id, safe='')}"

    channels.addresses[Channel.LINE] = address
    channels.senders[Channel.LINE] = channels.gauges[Channel.LINE] = sender
    channels.readers[Channel.LINE] = read_event

    def judge(headers: Mapping[str, str], raw: bytes) -> Verdict:
        given = headers.get("X-Line-Signature")
        return Verdict.of(given, right=authenticate(raw, given, settings.channel_secret))

    channels.hooks.append(Hook(Channel.LINE, "/webhook/line", judge, read_events, NotAnEvent))
