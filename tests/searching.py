"""Looks for words in any bytes: as they are, and in every way they could have been written."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from urllib.parse import quote, quote_plus

import numpy as np
import numpy.typing as npt

READABLE = re.compile(rb"[\x20-\x7e]{6,}")
"""Runs in which something written out in letters could stand; random bytes hold next to none."""
RAW = ("utf-8", "utf-16-le", "utf-16-be")


@cache
def written(words: str, *, phone: bool = False) -> Mapping[str, frozenset[bytes]]:
    """Every form of some words, by its name; phone numbers also bare and backwards."""
    forms = {name: {words.encode(name)} for name in RAW}
    if phone:
        bare = "".join(each for each in words if each.isdigit())
        forms |= {"bare digits": {bare.encode()}, "backwards": {bare[::-1].encode()}}
        forms["with +66"] = {f"+66{bare[1:]}".encode()}
    for name in RAW:
        plain = words.encode(name)
        forms[f"hex of {name}"] = {plain.hex().encode(), plain.hex().upper().encode()}
        forms[f"base64 of {name}"] = set(_base64(plain))
    dumped = json.dumps(words)[1:-1]
    forms["JSON escapes"] = {dumped.encode(), re.sub(r"\\u(....)", _upper, dumped).encode()}
    forms["Python escapes"] = {words.encode("unicode-escape")}
    forms["URL"] = {each.encode() for each in (quote(words, ""), quote_plus(words))}
    forms["HTML"] = {escape(words).encode(), words.encode("ascii", "xmlcharrefreplace")}
    as_is = {form for name in RAW for form in forms[name]}
    return {name: frozenset(each if name in RAW else each - as_is) for name, each in forms.items()}


def _upper(found: re.Match[str]) -> str:
    return "\\u" + found[1].upper()


def _base64(plain: bytes) -> Iterator[bytes]:
    """The middle of each of the three ways it can lie in a longer text, in both alphabets."""
    for shift in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(bytes(shift) + plain)[4 if shift else 0 : -4]


def found_in(
    places: Mapping[str, bytes], wanted: Iterator[str] | tuple[str, ...], phones: tuple[str, ...]
) -> set[tuple[str, str, str]]:
    """Where what was found, and in which form; what is only readable is not searched in noise."""
    letters = {name: b"\n".join(READABLE.findall(each)) for name, each in places.items()}
    forms = [
        (words, form, each)
        for words in wanted
        for form, spelled in written(words, phone=words in phones).items()
        for each in spelled
    ]
    begin = np.array([int.from_bytes(each[:_WINDOW], "little") for *_, each in forms], np.uint64)
    long = np.array([len(each) >= _WINDOW for *_, each in forms], bool)
    found = set()
    for place, content in places.items():
        # Where even its beginning stands nowhere, nothing more of a form is looked for.
        for at in np.flatnonzero(~long | _stand_in(content, begin)):
            words, form, each = forms[at]
            if each in (letters[place] if READABLE.fullmatch(each) else content):
                found.add((place, words, form))
    return found


_WINDOW = 8


def _stand_in(content: bytes, begin: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Which of these eight bytes in a row stand anywhere: thousands are asked for at once."""
    if len(content) < _WINDOW:
        return np.zeros(len(begin), bool)
    rows = np.lib.stride_tricks.sliding_window_view(np.frombuffer(content, np.uint8), _WINDOW)
    known = np.unique(np.ascontiguousarray(rows).view("<u8").ravel())
    places = np.minimum(np.searchsorted(known, begin), len(known) - 1)
    return np.asarray(known[places] == begin)
