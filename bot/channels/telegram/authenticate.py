"""Whether a webhook request comes from Telegram."""

from collections.abc import Mapping
from hmac import compare_digest

_HEADER = "x-telegram-bot-api-secret-token"


def authenticate(headers: Mapping[str, str], secret: str) -> bool:
    """Whether the headers carry the secret given to `setWebhook`, compared in constant time.

    Without a secret nobody is believed. Header names count in any case.
    https://core.telegram.org/bots/api#setwebhook
    """
    given = next((value for name, value in headers.items() if name.lower() == _HEADER), "")
    alike = compare_digest(given.encode("utf-8", "replace"), secret.encode())
    return alike and bool(secret)
