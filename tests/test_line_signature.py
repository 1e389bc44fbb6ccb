"""Only LINE itself is listened to."""

import pytest
from bot.channels.line.authenticate import authenticate

_SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
_BODY = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
_SIGNATURE = "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


@pytest.mark.wire
@pytest.mark.parametrize(
    ("body", "signature", "secret"),
    [
        (_BODY, _SIGNATURE, _SECRET),
        (b"bodybodybodybody", "/gg9a+LvFevTH1sd7XCQycD7tsWclCsInj7MhBHxN7k=", "channel_secret"),
    ],
)
def test_what_line_signed_is_known(body: bytes, signature: str, secret: str) -> None:
    assert authenticate(body, signature, secret)


@pytest.mark.parametrize(
    ("body", "signature", "secret"),
    [
        (_BODY + b" ", _SIGNATURE, _SECRET),
        (_BODY, _SIGNATURE, _SECRET[::-1]),
        (_BODY, _SIGNATURE.swapcase(), _SECRET),
        (_BODY, _SIGNATURE[:-1], _SECRET),
        (_BODY, _SIGNATURE + "=", _SECRET),
        (_BODY, None, _SECRET),
        (_BODY, "", _SECRET),
        (_BODY, "ลายเซ็น", _SECRET),
        (_BODY, "\udcff", _SECRET),
    ],
)
def test_anything_else_is_not(body: bytes, signature: str | None, secret: str) -> None:
    assert not authenticate(body, signature, secret)


def test_without_a_secret_nobody_is_believed() -> None:
    # HMAC under an empty key is something anybody can compute.
    assert not authenticate(b"", "thNnmggU2ex3L5XXeMNfxf8Wl8STcVZTxscSFEKSxa0=", "")
