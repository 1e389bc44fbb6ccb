"""Signatures and secrets: the least difference is refused, and it takes the same time."""

import ast
import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from pathlib import Path

import bot
import pytest
import storage
from aiohttp import ClientSession
from bot.channels.line.authenticate import authenticate as signed_by_line
from bot.channels.telegram.authenticate import authenticate as sent_by_telegram

from tests.test_web import house

SECRET = "a-secret-of-some-length"
BODY = b'{"destination":"U","events":[]}'
RIGHT = base64.b64encode(hmac.digest(SECRET.encode(), BODY, hashlib.sha256)).decode()
GUARDED = re.compile(
    r"secret|signature|token|digest|checksum|hmac|\bpin\b|code_word", re.IGNORECASE
)
HEADER = "X-Telegram-Bot-Api-Secret-Token"
NOT_SECRET = frozenset(
    {
        "publish.py: was != digest",  # of a menu's picture
        "screens.py: question == gate.CODE_WORD_ASKED",  # the name of a question
        # A PIN with itself: whether it is too easy.
        *("case_link.py: pin[:2] * 3 == pin", "case_link.py: pin[:3] * 2 == pin"),
        "pin.py: pin[:half] == pin[half:]",
        # Two hashes that we have both: whether the one that was looked at is still the one.
        *("elsewhere.py: pin.against != pending", "open_elsewhere.py: typed.against != pin.hashed"),
        "shelf.py: hashlib.sha256(path.read_bytes()).hexdigest() == kept.sha256",  # of a recording
        # By the database, and keyed hashes of what was given: a near miss is nowhere near.
        "case_links.py: case_links.c.secret == bindparam('which')",
        "case_links.py: case_links.c.token == bindparam('which')",
        "copy_links.py: copy_links.c.secret == bindparam('which')",
        "copy_links.py: copy_links.c.token == bindparam('which')",
        "enclosures.py: enclosure_links.c.token == bindparam('token')",
    }
)


def _spoilt(right: str) -> Iterator[str]:
    """Wrong by a letter at either end, by length, by nothing at all, and not ASCII."""
    yield from (right[:-1], right + "=", right + "\0", "", right[1:], "é" * len(right), " " + right)
    yield right[:-1] + chr(ord(right[-1]) ^ 1)
    yield chr(ord(right[0]) ^ 1) + right[1:]


@pytest.mark.parametrize("given", list(_spoilt(RIGHT)))
def test_a_signature_of_line_wrong_by_the_least_is_refused(given: str) -> None:
    assert signed_by_line(BODY, RIGHT, SECRET)
    assert not signed_by_line(BODY, given, SECRET)


@pytest.mark.parametrize("given", list(_spoilt(SECRET)))
def test_a_secret_of_telegram_wrong_by_the_least_is_refused(given: str) -> None:
    assert sent_by_telegram({HEADER: SECRET}, SECRET)
    assert not sent_by_telegram({HEADER: given}, SECRET)


def _compared() -> Iterator[str]:
    """Where something secret stands beside `==` or `!=`."""
    for package in (bot, storage):
        for file in sorted(Path(str(package.__file__)).parent.rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Compare) and _guarded(node):
                    yield f"{file.name}: {ast.unparse(node)}"


def _guarded(node: ast.Compare) -> bool:
    if not any(isinstance(operator, ast.Eq | ast.NotEq) for operator in node.ops):
        return False
    sides = (node.left, *node.comparators)
    if any(isinstance(side, ast.Constant) for side in sides):
        return False  # with a word of our own: no secret stands in the source
    return any(GUARDED.search(ast.unparse(side)) for side in sides)


def test_nothing_secret_is_compared_letter_by_letter() -> None:
    assert [each for each in _compared() if each not in NOT_SECRET] == []


async def test_headers_without_an_end_are_refused() -> None:
    async with house() as it, ClientSession() as client:
        url, headers = f"{it.url}/webhook/line", {"X-Long": "x" * 20_000}
        async with client.post(url, data=BODY, headers=headers) as answer:
            assert answer.status == 400
        assert it.taken == []
