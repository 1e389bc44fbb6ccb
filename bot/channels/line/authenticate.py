"""Whether a POST really comes from LINE."""

import base64
import hashlib
import hmac


def authenticate(raw_body: bytes, signature: str | None, secret: str) -> bool:
    """Whether `x-line-signature` signs exactly these bytes; takes the same time right or wrong.

    Source: https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
    """
    # Without a secret anybody could sign.
    if not secret or not signature:
        return False
    expected = base64.b64encode(hmac.new(secret.encode(), raw_body, hashlib.sha256).digest())
    # As bytes: compare_digest refuses text that is not ASCII, and a forger may send any.
    return hmac.compare_digest(expected, signature.encode("utf-8", "surrogateescape"))
