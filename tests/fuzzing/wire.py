"""Raw HTTP, as the internet may send it: webhooks, the pages behind links, voices, figures."""

import base64
import hashlib
import hmac
import re
from random import Random
from typing import Final

from tests.fuzzing.site import SECRET, site
from tests.fuzzing.target import TESTS, Spoil, Target
from tests.fuzzing.text_pieces import TextSpoiler

_FAILED: Final = re.compile(rb"HTTP/1\.[01] 5(?!03)")
_ODD: Final = (
    *(
        "",
        "\0",
        "\r\n",
        "\r\n\r\n",
        "%00",
        "%ff",
        "%2e%2e%2f",
        "%u0000",
        "../../etc/passwd",
        "//",
        "*",
    ),
    *(
        "chunked",
        "identity",
        "gzip",
        "deflate",
        "br",
        "zstd",
        "0\r\n\r\n",
        "ffffffffffffffff",
        "-1",
        "+1",
    ),
    *("Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip\r\n", "Expect: 100-continue\r\n"),
    *(
        "Connection: Upgrade\r\n",
        "Upgrade: websocket\r\n",
        "Range: bytes=9-1\r\n",
        "charset=x",
        "utf-7",
    ),
    *("application/x-www-form-urlencoded; charset=", "multipart/form-data; boundary=", "--a\r\n"),
    *(
        "pin=",
        "&",
        "=",
        "sensitive=yes",
        "form=pdf",
        "\ud800",
        "ก",
        "x" * 9000,
        "9" * 4400,
        "1",
        "²",
        "٣",
    ),
    *(
        "HEAD",
        "PUT",
        "OPTIONS",
        "CONNECT",
        "HTTP/1.0",
        "HTTP/2.0",
        "HTTP/9.9",
        "http://a:99999/",
        "?a[]",
    ),
    *(
        "photo",
        "recording",
        "sketch",
        "paper",
        "open",
        "voice",
        "en",
        ".m4a",
        "Cookie: a=b; =;\r\n",
        "@",
    ),
)


def http(raw: bytes) -> None:
    """Whatever is sent, nothing fails inside: no answer is a 500."""
    real = site()
    real.kept.errors.clear()
    head, mark, body = raw.partition(b"\r\n\r\n")
    signed = base64.b64encode(hmac.new(SECRET.encode(), body, hashlib.sha256).digest())
    head = head.replace(b"@length@", b"%d" % len(body)).replace(b"@sign@", signed)
    said = real.loop.run_until_complete(real.hears(head + mark + body))
    if real.kept.errors:
        raise real.kept.errors[0]
    assert not _FAILED.search(said), said[:200]


def _requests() -> list[bytes]:
    tail = "Host: localhost\r\n"
    gets = ("/healthz", "/readyz", "/metrics", "/case/open?sensitive=yes", "/case/open/photo/1")
    also = (
        "/case/open/sketch",
        "/case/open/recording/12",
        "/voice/en/abc.m4a",
        "/case/" + "A" * 43,
    )
    plain = [
        f"GET {path} HTTP/1.1\r\n{tail}Cookie: rongthuk-case=abc\r\n\r\n" for path in gets + also
    ]
    form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: @length@\r\n\r\n"
    forms = [
        f"POST /case/{'A' * 43} HTTP/1.1\r\n{tail}{form}pin=270914",
        f"POST /case/open/paper HTTP/1.1\r\n{tail}Cookie: rongthuk-case=a\r\n{form}form=pdf&a=b",
    ]
    hooks = [_hook(channel, tail) for channel in ("telegram", "line")]
    odd = [
        *(hooks[1].replace('"events"', '"event"'), hooks[0].replace("{", "[")),
        *(
            forms[0].replace("27", "\udcff"),
            forms[0].replace("urlencoded", "urlencoded; charset=x"),
        ),
        *(
            plain[3].replace("abc", "\udcff"),
            forms[0].replace("Host", "Content-Encoding: gzip\r\nHost"),
        ),
    ]
    return [each.encode("utf-8", "surrogateescape") for each in (*plain, *forms, *hooks, *odd)]


def _hook(channel: str, tail: str) -> str:
    body = (
        (TESTS / "payloads" / channel / "text_quoting.json").read_text("utf-8")
        if channel == "line"
        else '{"update_id": 5}'
    )
    headers = {
        "telegram": f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n",
        "line": "X-Line-Signature: @sign@\r\n",
    }
    length = "Content-Length: @length@\r\n\r\n"
    return f"POST /webhook/{channel} HTTP/1.1\r\n{tail}{headers[channel]}{length}{body}"


def _by_lines(begin: list[bytes], dice: Random) -> Spoil:
    return TextSpoiler(begin, r"\r\n|[ /?&=:;,%@]", _ODD, dice).spoilt


TARGETS: Final = {"http": Target(http, _requests, _by_lines, 0.5)}
