"""Burmese typed in the old Zawgyi encoding, turned into Unicode."""

import warnings
from functools import cache

import icu
import regex
from myanmartools import ZawgyiDetector

_MYANMAR = regex.compile(r"\p{Myanmar}")
_BABBLE = regex.compile(r"\p{M}{16}")
"""No word in any encoding has so many marks on end; ICU takes seconds over thousands of them."""
_SURE = 0.95
_SURELY_NOT = 0.05
_ENOUGH_LETTERS = 12
"""With fewer the detector is not to be trusted."""


@cache
def _detector() -> ZawgyiDetector:
    with warnings.catch_warnings():
        # It opens its model by a call that Python 3.11 and 3.12 call deprecated, and 3.13 does not.
        warnings.simplefilter("ignore", DeprecationWarning)
        return ZawgyiDetector()


@cache
def _converter() -> icu.Transliterator:
    return icu.Transliterator.createInstance("Zawgyi-my")


def is_zawgyi(text: str) -> bool | None:
    """Whether Burmese text is in Zawgyi; None where it is too short, unclear or not Burmese."""
    if len(_MYANMAR.findall(text)) < _ENOUGH_LETTERS:
        return None
    probability = _detector().get_zawgyi_probability(text)
    if probability >= _SURE:
        return True
    return False if probability <= _SURELY_NOT else None


def to_unicode(text: str, earlier: bool | None) -> tuple[str, bool | None]:  # noqa: FBT001  a fact
    """The text in Unicode, and what is now known of the person's keyboard.

    `earlier` is the verdict over the same person's earlier text; it decides where this text is
    too short or unclear. Text that is surely Unicode is never converted, which would corrupt it.
    Comes before `clean`; the caller keeps the raw text.
    """
    if not _MYANMAR.search(text) or _BABBLE.search(text):
        return text, earlier
    found = is_zawgyi(text)
    verdict = earlier if found is None else found
    if not verdict or _detector().get_zawgyi_probability(text) <= _SURELY_NOT:
        return text, verdict
    return str(_converter().transliterate(text)), verdict
