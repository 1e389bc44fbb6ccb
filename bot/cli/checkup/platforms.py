"""Checks what the platforms say: account, webhook, allowance, and whether the clocks agree.

Telegram: https://core.telegram.org/bots/api#getwebhookinfo
LINE: https://developers.line.biz/en/reference/messaging-api/
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final

import aiohttp

from bot.cli.checkup.finding import Finding, fail, ok, warn
from bot.config import Config

_PATIENCE: Final = aiohttp.ClientTimeout(total=5)
LONG_ENOUGH: Final = 16
"""Letters of a secret that nobody guesses."""
_SKEW: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a platform answered; `status` is 0 where it did not, `at` its own clock."""

    status: int
    body: Mapping[str, Any]
    at: datetime | None = None

    @property
    def good(self) -> bool:
        """Whether it was what was asked for."""
        return self.status == HTTPStatus.OK


async def platforms(config: Config) -> AsyncIterator[Finding]:
    """Ask every channel that is on."""
    async with aiohttp.ClientSession(timeout=_PATIENCE, trust_env=True) as client:
        if config.telegram.enabled:
            async for finding in telegram(client, config):
                yield finding
        if config.line.enabled:
            async for finding in line(client, config):
                yield finding


async def telegram(client: aiohttp.ClientSession, config: Config) -> AsyncIterator[Finding]:
    """The bot's account, and whether messages come the way the configuration says."""
    address = f"{config.telegram.api_base_url}/bot{config.telegram.token}"
    me = await _ask(client, "GET", f"{address}/getMe")
    account = me.body.get("result") or {}
    yield _account("Telegram", me, f"@{account.get('username', '')}", "[telegram] token")
    if not me.good:
        return
    yield skew("Telegram", me.at, datetime.now(UTC))
    hook = await _ask(client, "GET", f"{address}/getWebhookInfo")
    if not hook.good:
        yield warn("Telegram webhook", "it could not be asked for", "Try again.")
        return
    if guessable(config):
        cure = f"Set [telegram] webhook_secret to {LONG_ENOUGH} random letters and digits or more."
        yield warn("Telegram webhook", "its secret is so short that it may be guessed", cure)
    yield webhook(config, str((hook.body.get("result") or {}).get("url") or ""))


def guessable(config: Config) -> bool:
    """Whether a stranger might guess the secret, and press officers' buttons in their name."""
    return config.telegram.by_webhook and len(config.telegram.webhook_secret) < LONG_ENOUGH


def webhook(config: Config, url: str) -> Finding:
    """Whether Telegram delivers where we listen; with a webhook set, polling gets nothing."""
    check = "Telegram webhook"
    if not config.telegram.by_webhook:
        if url:
            cure = "Remove it (deleteWebhook; starting `rongthuk serve` does), or set mode."
            return fail(check, "a webhook is set, so polling receives nothing", cure)
        return ok(check, "none, as polling needs it")
    wanted = f"{config.service.public_url}/webhook/telegram"
    if url == wanted:
        return ok(check, wanted)
    says = f"it is {url or 'not set'}, not {wanted}"
    return fail(check, says, "Start `rongthuk serve`, which sets it, and look again.")


async def line(client: aiohttp.ClientSession, config: Config) -> AsyncIterator[Finding]:
    """The account, its webhook as LINE itself sees it, and what is left of the month."""
    api = f"{config.line.api_base_url}/v2/bot"
    token = config.line.channel_access_token
    headers = {"Authorization": f"Bearer {token}"}
    me = await _ask(client, "GET", f"{api}/info", headers)
    name = str(me.body.get("basicId", ""))
    yield _account("LINE", me, name, "[line] channel_access_token")
    if not me.good:
        return
    yield skew("LINE", me.at, datetime.now(UTC))
    paths = ("channel/webhook/endpoint", "message/quota", "message/quota/consumption")
    hook, quota, used = [await _ask(client, "GET", f"{api}/{path}", headers) for path in paths]
    yield endpoint(config, hook)
    if hook.good:
        yield delivered(await _ask(client, "POST", f"{api}/channel/webhook/test", headers))
    yield allowance(config, quota, used)
    yield warn(
        "LINE console",
        "two switches cannot be read from here",
        "See for yourself that webhook redelivery is on and that joining groups is allowed.",
    )


def endpoint(config: Config, reply: Reply) -> Finding:
    """Whether LINE delivers where we listen."""
    wanted = f"{config.service.public_url}/webhook/line"
    known = reply.body.get("endpoint")
    if reply.good and known == wanted and reply.body.get("active"):
        return ok("LINE webhook", wanted)
    if reply.good and known == wanted:
        return fail("LINE webhook", "it is switched off", 'Turn "Use webhook" on in the console.')
    says = f"it is {known or 'not set'}, not {wanted}"
    return fail("LINE webhook", says, f"Set {wanted} in the LINE console.")


def delivered(reply: Reply) -> Finding:
    """What came of the POST that LINE sent us just now."""
    if reply.good and reply.body.get("success"):
        return ok("LINE delivery", "a test POST arrived")
    reason = str(reply.body.get("reason") or reply.status or "no answer")
    cure = "Is the service running, and reachable at public_url from outside?"
    return warn("LINE delivery", f"a test POST did not arrive ({reason})", cure)


def allowance(config: Config, quota: Reply, used: Reply) -> Finding:
    """What is left of the month's paid messages, against the reserve."""
    if not (quota.good and used.good):
        return warn("LINE allowance", "it could not be asked for", "Try again.")
    if quota.body.get("type") != "limited":
        return ok("LINE allowance", "not limited")
    left = int(quota.body.get("value", 0)) - int(used.body.get("totalUsage", 0))
    says = f"{left} messages are left this month"
    if left <= 0:
        return fail("LINE allowance", says, "Nothing can be pushed: buy more, or use Telegram.")
    if left <= config.line.reserve:
        return warn("LINE allowance", says, "Only alerts leave now. Buy more, or use Telegram.")
    return ok("LINE allowance", says)


def skew(platform: str, theirs: datetime | None, ours: datetime) -> Finding:
    """Whether our clock agrees; promised times depend on it."""
    check = f"{platform} clock"
    if theirs is None:
        return warn(check, "it did not say what time it is", "Compare the clock by hand.")
    apart = abs(ours - theirs)
    if apart > _SKEW:
        says = f"ours is {apart.total_seconds():.0f} s away from it"
        return fail(check, says, "Set the clock by NTP: promised times depend on it.")
    return ok(check, "ours agrees with it")


def _account(platform: str, reply: Reply, name: str, key: str) -> Finding:
    check = f"{platform} account"
    if reply.good:
        return ok(check, name)
    if reply.status:
        says = f"the platform refuses the token (HTTP {reply.status})"
        return fail(check, says, f"Copy {key} again from the platform's console.")
    return warn(check, "the platform could not be reached", "Is the network there? Try again.")


async def _ask(
    client: aiohttp.ClientSession, method: str, url: str, headers: Mapping[str, str] | None = None
) -> Reply:
    """One question; nothing of an error goes further, for the address may hold the token."""
    try:
        async with client.request(method, url, headers=headers) as response:
            at = response.headers.get("Date")
            body = json.loads(await response.read())
    except (aiohttp.ClientError, TimeoutError, ValueError, asyncio.IncompleteReadError):
        return Reply(0, {})
    return Reply(response.status, body if isinstance(body, dict) else {}, _moment(at))


def _moment(date: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(date) if date else None
    except ValueError:
        return None
