"""Raw HTTP, as the internet may send it: webhooks, the pages behind links, voices, figures."""

import base64
import hashlib
import hmac
import re
from random import Random
from typing import Final

from bot.domain.audit import AuditEntry

from tests.fuzzing.site import SECRET, site
from tests.fuzzing.target import TESTS, Spoil, Target
from tests.fuzzing.text_pieces import TextSpoiler
from tests.fuzzing.two_cases import MINE, PIN, THEIRS, Case

_FORM: Final = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: @length@\r\n\r\n"
_LOOKS: Final = frozenset(
    {
        *("case.page", "case.file", "case.photo", "case.recording", "case.sketch"),
        *("case.link_opened", "case.copy_opened", "case.copy_file", "interpreter.listened"),
    }
)
"""What is written down where something of a case was shown."""
_WORDS: Final = (
    *("new-file", "new-evidence", "new-map", "their-link", "file", "evidence", "map"),
    *("new-own", "own", "voice", "slip", "their-case", "their-talk"),
)
"""Tokens, secrets and numbers of `two_cases`."""
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
    *(f"@{each}@" for each in _WORDS),
    *("listen", "enclosed", "page", "keep", "secret=", "form=docx", "my", "bytes=0-", "bytes=-1"),
    *("Cookie: rongthuk-case=@file@\r\n", "paper", "case", "2", "3", "pin=270914", "POST"),
)


def http(raw: bytes) -> None:
    """Whatever is sent, nothing fails inside, and links lead to their own case alone."""
    real = site()
    real.kept.errors.clear()
    real.files.opened.clear()
    for name, value in real.cases.words.items():
        raw = raw.replace(b"@%b@" % name.encode(), value.encode())
    head, mark, body = raw.partition(b"\r\n\r\n")
    signed = base64.b64encode(hmac.new(SECRET.encode(), body, hashlib.sha256).digest())
    head = head.replace(b"@length@", b"%d" % len(body)).replace(b"@sign@", signed)
    before = real.store.looks()
    with real.store.passing():
        said = real.loop.run_until_complete(real.hears(head + mark + body))
        entries = real.entries(before)
    if real.kept.errors:
        raise real.kept.errors[0]
    assert not _FAILED.search(said), said[:200]
    _nothing_of_theirs(said, raw, entries)


def _nothing_of_theirs(said: bytes, asked: bytes, entries: list[AuditEntry]) -> None:
    """Nothing is seen of the other case; what is seen of the one was written down."""
    cases, seen = site().cases, site().files.opened
    assert THEIRS.encode() not in said
    assert not [mark for mark in cases.theirs.marks if mark in said and mark not in asked]
    assert not seen & cases.theirs.files
    assert not [each for each in entries if each.action in _LOOKS and _of(cases.theirs, each)]
    looked = [each for each in entries if each.action in _LOOKS]
    assert looked or not (seen - {cases.slip} or MINE.encode() in said)


def _of(case: Case, entry: AuditEntry) -> bool:
    return entry.subject in {case.reference, case.conversation}


def _requests() -> list[bytes]:
    tail = "Host: localhost\r\n"
    gets = ("/healthz", "/readyz", "/metrics", "/voice/en/abc.m4a", "/case/" + "A" * 43)
    plain = [f"GET {path} HTTP/1.1\r\n{tail}Cookie: rongthuk-case=abc\r\n\r\n" for path in gets]
    hooks = [_hook(channel, tail) for channel in ("telegram", "line")]
    behind, entered = _behind(tail), _entered(tail)
    odd = [
        *(hooks[1].replace('"events"', '"event"'), hooks[0].replace("{", "[")),
        *(
            entered[0].replace("27", "\udcff"),
            entered[0].replace("urlencoded", "urlencoded; charset=x"),
        ),
        *(
            plain[3].replace("abc", "\udcff"),
            entered[0].replace("Host", "Content-Encoding: gzip\r\nHost"),
        ),
    ]
    whole = (*plain, *behind, *entered, *hooks, *odd)
    return [each.encode("utf-8", "surrogateescape") for each in whole]


def _behind(tail: str) -> list[str]:
    """All that can be looked at, by each kind of page that is open."""
    paths = ("", "?sensitive=yes", "/photo/1", "/recording/2", "/sketch")
    shown = [
        f"GET /case/open{path} HTTP/1.1\r\n{tail}Cookie: rongthuk-case=@{kind}@\r\n\r\n"
        for path in paths
        for kind in ("file", "evidence", "map")
    ]
    also = (
        "/listen/@voice@",
        "/enclosed/@voice@.m4a",
        "/enclosed/@slip@.jpg",
        "/page/en/@new-own@",
    )
    ranged = [f"GET {path} HTTP/1.1\r\n{tail}Range: bytes=2-9\r\n\r\n" for path in also]
    paper = f"POST /case/open/paper HTTP/1.1\r\n{tail}Cookie: rongthuk-case=@file@\r\n{_FORM}"
    papers = [f"{paper}form={form}&sensitive=yes" for form in ("pdf", "docx")]
    return [*shown, *ranged, *papers]


def _entered(tail: str) -> list[str]:
    """Links before they are opened, and the worker's own page."""
    kept = f"POST /page/en/@new-own@/keep HTTP/1.1\r\n{tail}{_FORM}secret=@own@&form="
    return [
        *(
            f"POST /case/@new-{kind}@ HTTP/1.1\r\n{tail}{_FORM}pin={PIN}"
            for kind in ("file", "map")
        ),
        f"POST /case/@their-link@ HTTP/1.1\r\n{tail}{_FORM}pin={PIN}",
        *(kept + form for form in ("html", "json")),
        f"POST /page/en/@new-own@ HTTP/1.1\r\n{tail}Content-Length: 0\r\n\r\n",
    ]


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
    return TextSpoiler(begin, r"\r\n|@[a-z-]+@|[ /?&=:;,%]", _ODD, dice).spoilt


TARGETS: Final = {"http": Target(http, _requests, _by_lines, 0.5)}
