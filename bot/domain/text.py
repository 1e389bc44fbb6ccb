"""Text as people type it: what is kept, and the form in which it is compared."""

import re
import unicodedata

import regex

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")

# What turns the reading direction or marks up text invisibly. ZWSP, ZWNJ and ZWJ are not here:
# Khmer, Thai, Lao and Burmese are typed with them, and emoji are joined with them.
_UNKEPT = regex.compile(
    "[[\\p{Cc}--[\\n]]\\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]",
    regex.V1,
)
# Also what cannot be seen though Unicode calls it a letter, a mark or a symbol: fillers, the blank
# Braille pattern, Khmer's inherent vowels, variation selectors.
_UNSEEN = regex.compile(
    "[\\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0"
    "\ufe00-\ufe0f\U000e0100-\U000e01ef]",
    regex.V1,
)
# Zero-width spaces and joiners only mean something between two letters of these scripts, and
# between the parts of an emoji.
_JOINER = regex.compile(
    "(?<![\\p{Thai}\\p{Lao}\\p{Khmer}\\p{Myanmar}])\u200b+|\u200b+"
    "(?![\\p{Thai}\\p{Lao}\\p{Khmer}\\p{Myanmar}])"
    "|(?<![\\p{L}\\p{M}])\u200c+|\u200c+(?![\\p{L}\\p{M}])"
    "|(?<![\\p{L}\\p{M}\\p{So}\\p{Sk}\ufe0f])\u200d+|\u200d+(?![\\p{L}\\p{M}\\p{So}])",
    regex.V1,
)
_JOINER_RUN = re.compile("([\u200b-\u200d])[\u200b-\u200d]+")
# Formatting that no reader sees: soft hyphens, tags, interlinear marks, invisible operators.
_HIDDEN = regex.compile("[\\p{Cf}--[\u200b-\u200d]]|[\u034f\u115f\u1160\u3164\uffa0]", regex.V1)
# More marks than any of these scripts puts on a letter run over the lines above and below.
_PILED = regex.compile(r"(\p{M}{8})\p{M}+", regex.V1)
_NATIVE_DIGIT = regex.compile(r"[\p{Nd}--[0-9]]", regex.V1)
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc]")
# A keycap (1 + U+20E3) is its digit; ๆ, ໆ and ៗ say "twice".
_DROPPED = regex.compile(r"[\p{Me}\u0e46\u0ec6\u17d7]")
_BETWEEN_WORDS = regex.compile(r"[^\p{L}\p{N}\p{M}]+")
# "xóa" and "xoá": where the tone stands is a matter of schooling. (Decomposed.)
_TONE = regex.compile("([ou])([\u0300\u0301\u0303\u0309\u0323])([aey])(?![\\p{L}\\p{M}])")
_DRAWN_OUT = regex.compile(r"([\p{L}\p{M}])\1{2,}")

# One sound, several ways to type it that look alike on the screen and that NFC keeps apart.
_LOOKALIKES = (
    (re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32"), "\\1\u0e33"),  # Thai nikhahit + aa: sara am
    (re.compile("\u0e40\u0e40"), "\u0e41"),  # Thai two sara e: sara ae
    (re.compile("([\u0e47-\u0e4e])\\1+"), "\\1"),  # a Thai mark typed twice
    (re.compile("\u0ecd([\u0ec8-\u0ecb]?)\u0eb2"), "\\1\u0eb3"),  # Lao the same
    (re.compile("\u0ec0\u0ec0"), "\u0ec1"),
    (re.compile("([\u0ec8-\u0ecd])\\1+"), "\\1"),
    (re.compile("\u0edc"), "\u0eab\u0e99"),  # Lao ho-no ligature
    (re.compile("\u0edd"), "\u0eab\u0ea1"),  # Lao ho-mo ligature
    (re.compile("\u0eab\u0ea5"), "\u0eab\u0ebc"),  # Lao ho-lo
    (re.compile("\u17d2\u178a"), "\u17d2\u178f"),  # Khmer subscripts da and ta look the same
    (re.compile("\u1025\u103a"), "\u1009\u103a"),  # Burmese u for nya
)
# Burmese u + i typed the wrong way round; a whole run at once, for pair by pair a long one takes
# seconds.
_U_AND_I = re.compile("[\u102d\u102f]{2,}")
# The Burmese digits zero and seven are typed for the letters wa and ra. A vowel sign or a final
# mark follows a letter only, another letter before it says the same.
_LETTER_DIGITS = {"\u1040": "\u101d", "\u1047": "\u101b"}
_LETTER_DIGIT = re.compile(
    "[\u1040\u1047](?=[\u102b-\u103e])|(?<=[\u1000-\u103f])[\u1040\u1047](?![\u1040-\u1049])"
)


def clean(text: str) -> str:
    """The text as it is kept: NFC, line ends as newlines, nothing that controls or deceives.

    Gone are control characters, lone surrogates and all that turns the reading direction.
    Zero-width spaces and joiners stay: they are part of how these languages are written. Text that
    may be Zawgyi is converted before, since NFC changes the order of its marks.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", _UNKEPT.sub("", text))


def legible(text: str) -> str:
    """The text as an officer may read it: what it shows is what it says.

    Also without invisible characters that have no business where they stand; what was kept stays
    as it is. Never longer in characters than the text as it is kept; doing it again changes
    nothing.
    """
    before, text = "", clean(text)
    while before != text:
        before = text
        text = _JOINER_RUN.sub(r"\1", _HIDDEN.sub("", text))
        text = clean(_PILED.sub(r"\1", _JOINER.sub("", text)))
    return text


def quoted(text: str) -> str:
    """The same over several lines, each but the first marked: none can pass for one of ours."""
    return "\n│ ".join(legible(text).split("\n"))


def normalise(text: str) -> str:
    """As `clean`, also without anything that cannot be seen; newlines stay."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", clean(text)))


def digits(text: str) -> str:
    """The text with the digits of every script as ASCII digits."""
    return _NATIVE_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0], found[0])), text)


def fold(text: str) -> str:
    """The form in which typed words are compared; folding twice changes nothing more.

    Case, punctuation, emoji, line breaks and drawn-out letters ("nooo") are gone, native digits
    are ASCII, spellings that look alike are one. Accents stay: they make words in Vietnamese.
    """
    text = unicodedata.normalize("NFD", normalise(text)).casefold()
    text = _APOSTROPHES.sub("", _DROPPED.sub("", text))
    text = _TONE.sub(r"\1\3\2", _BETWEEN_WORDS.sub(" ", text).strip(" "))
    text = unicodedata.normalize("NFC", text)
    text = _LETTER_DIGIT.sub(lambda found: _LETTER_DIGITS[found[0]], text)
    return _alike(_DRAWN_OUT.sub(r"\1", digits(text)))


def _alike(text: str) -> str:
    """Spellings that look alike made one, until nothing changes any more.

    One replacement may make room for another.
    """
    before = ""
    while text != before:
        before = text
        for written, meant in _LOOKALIKES:
            text = written.sub(meant, text)
        text = _U_AND_I.sub(lambda run: "".join(sorted(run[0])), text)
        text = unicodedata.normalize("NFC", _DRAWN_OUT.sub(r"\1", text))
    return text


def is_blank(text: str) -> bool:
    """Whether there is nothing to read: only emoji, punctuation or invisible characters."""
    return not any(character.isalnum() for character in fold(text))


def graphemes(text: str) -> int:
    """How many characters a reader counts (extended grapheme clusters), as LINE counts labels."""
    return sum(1 for _ in regex.finditer(r"\X", text))


def shortened_to(text: str, most: int) -> str:
    """The text, or its beginning and a mark that there is more: at most `most` clusters."""
    if graphemes(text) <= most:
        return text
    return "".join(regex.findall(r"\X", text)[: most - 1]).rstrip() + "…"
