"""What an officer should look at twice before a worker reads it: numbers, links, threats."""

import re
from enum import StrEnum

import regex

from bot.domain.ids import LanguageCode
from bot.domain.text import digits

LONGEST_WORDS = 500
"""Grapheme clusters of an officer's own words: a small screen, and a phone that others look at."""


class Slip(StrEnum):
    """One thing that is pointed out; `officer.relay.warn.<slip>` words it."""

    PHONE = "phone"
    ID_NUMBER = "id_number"
    PASSPORT = "passport"
    LINE_ID = "line_id"
    LINK = "link"
    THREAT = "threat"
    SCRIPT = "script"


_FIGURES = re.compile(r"(?<![\w+])\+?\d(?:[\s().-]?\d){7,14}(?!\w)")
_PASSPORT = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,2}[ -]?\d{6,8}(?![A-Za-z0-9])")
_LINE_ID = re.compile(r"(?i)\bline\s*(?:id|@|:)|ไลน์\s*(?:ไอดี|id)|(?<![\w.])@[a-z0-9][\w.-]{2,}")
_LINK = re.compile(
    r"(?i)https?://|www\.|\b(?:[a-z0-9-]+\.)+(?:com|net|org|th|me|ly|info|io|link)\b"
)
_THREAT = re.compile(
    r"(?i)\b(?:immigration|deport\w*|arrest\w*|blacklist\w*|prison|jail)\b"
    r"|ตม\.|ตรวจคนเข้าเมือง|ส่งกลับประเทศ|เนรเทศ|จับกุม|ถูกจับ|แบล็คลิสต์|ติดคุก"
    r"|လဝက|ဖမ်း|អន្តោប្រវេសន៍|ចាប់ខ្លួន|ຕມ\.|ກວດຄົນເຂົ້າເມືອງ|ຈັບກຸມ|trục xuất|nhập cảnh|bắt giữ"
)
_SCRIPTS = {"th": "Thai", "my": "Myanmar", "km": "Khmer", "lo": "Lao", "en": "Latin", "vi": "Latin"}
_THAI_ID = 13


def slips(words: str, language: LanguageCode) -> tuple[Slip, ...]:
    """What stands in the words that a worker should not be sent by mistake.

    A finding only asks the officer once more; it never forbids, for it may be meant ("call 1300").
    """
    plain = digits(words)
    figures = [_is_thai_id(each) for each in _FIGURES.findall(plain)]
    found = {
        Slip.PHONE: False in figures,
        Slip.ID_NUMBER: True in figures,
        Slip.PASSPORT: bool(_PASSPORT.search(plain)),
        Slip.LINE_ID: bool(_LINE_ID.search(plain)),
        Slip.LINK: bool(_LINK.search(plain)),
        Slip.THREAT: bool(_THREAT.search(plain)),
        Slip.SCRIPT: not _is_written_in(words, language),
    }
    return tuple(slip for slip, is_there in found.items() if is_there)


def _is_thai_id(figures: str) -> bool:
    """Thirteen digits: a Thai identity number, or the number on a foreign worker's card."""
    return sum(each.isdigit() for each in figures) == _THAI_ID


def _is_written_in(words: str, language: LanguageCode) -> bool:
    """Whether the letters of this language are among the words."""
    script = _SCRIPTS.get(language)
    return script is None or regex.search(rf"\p{{{script}}}", words) is not None
