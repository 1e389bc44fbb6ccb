"""How the spelling of a place name is evened out before two of them are compared."""

import unicodedata

import regex

_INVISIBLE = regex.compile(r"\p{Cf}+")
_CONTROL = regex.compile(r"\p{Cc}+")
_NOT_SPOKEN = regex.compile(r"[^\p{L}\p{M}\p{N}]+")

_KINDS = regex.compile(
    # Latin: English, Thai in Latin letters, Vietnamese with and without its marks.
    r"\b(?:provinces?|districts?|sub-?districts?|changwat|jangwat|amphoe|amphur|ampher|city|"
    r"thailand|t[ỉi]nh|huy[ệe]n|qu[ậa]n|th[àa]nh ph[ốo])\b\.?"
    r"|^\s*khet\b"  # at the end it belongs to a name, as in "Mai Khet"
    r"|จังหวัด|กิ่งอำเภอ|อำเภอ|(?<![\p{L}\p{M}])(?:เขต|จว\.?|จ\.|อ\.|จ |อ )"
    r"|ខេត្ត|ស្រុក|ក្រុង(?=\p{L})|រាជធានី"
    r"|ແຂວງ|ຈັງຫວັດ|(?<![\p{L}\p{M}])ເມືອງ"
    r"|ပြည်နယ်|ခရိုင်|မြို့နယ်|မြို့(?!\p{L})"
)
"""Words that say what kind of place follows or precedes."""

_SAME_SOUND = str.maketrans(
    {
        **dict.fromkeys("่้๊๋็์ฺ", ""),  # Thai tone marks and signs that are often left out
        **dict.fromkeys("ศษ", "ส"),
        **dict.fromkeys("ฑฒธ", "ท"),
        **dict.fromkeys("ใ", "ไ"),
        "ณ": "น",
        "ญ": "ย",
        "ฎ": "ด",
        "ฏ": "ต",
        "ฐ": "ถ",
        "ภ": "พ",
        "ฆ": "ค",
        "ฬ": "ล",
        **dict.fromkeys("່້໊໋໌", ""),  # Lao tone marks
        "ໃ": "ໄ",
        "ໜ": "ຫນ",
        "ໝ": "ຫມ",
        "ຣ": "ລ",
        **dict.fromkeys("့း်္", ""),  # Burmese tone marks, killer and stacker
        "ဏ": "န",
        "ဌ": "ထ",
        "ဓ": "ဒ",
        **dict.fromkeys("់៉៊័៌៍៏", ""),  # Khmer signs above
        "ណ": "ន",
        "đ": "d",
        "ı": "i",
        "ø": "o",
    }
)

_LATIN_SOUND = (
    (regex.compile(r"ch|j"), "c"),
    (regex.compile(r"(?<=[ptk])h"), ""),
    (regex.compile(r"ee|ea|y"), "i"),
    (regex.compile(r"oo|ou|ue|eu"), "u"),
    (regex.compile(r"ae|ai"), "e"),
    (regex.compile(r"g"), "k"),
    (regex.compile(r"v"), "w"),
    (regex.compile(r"r"), "l"),
    (regex.compile(r"(.)\1+"), r"\1"),
)
_LATIN = regex.compile(r"\p{Latin}")


def plain(text: str) -> str:
    """NFC (never NFKC, which breaks Thai and Lao vowels), small letters, nothing invisible."""
    seen = _CONTROL.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    return seen.casefold().replace("ํา", "ำ").replace("ໍາ", "ຳ").replace("เเ", "แ")


def without_kinds(text: str) -> str:
    """Plain text without words such as "province"; those words alone are nothing."""
    return _KINDS.sub(" ", text)


def words(text: str) -> tuple[str, ...]:
    """The words of a plain text, a run without spaces being one."""
    return tuple(_NOT_SPOKEN.sub(" ", text).split())


def written_key(text: str) -> str:
    """What is compared first: the letters as written, without kinds, spaces and dots."""
    return "".join(words(without_kinds(plain(text))))


def sound_key(key: str) -> str:
    """A written key without what people leave out or mix up: tone marks, twin letters, accents."""
    sound = key.translate(_SAME_SOUND)
    if not _is_latin(sound):
        return sound
    parts = unicodedata.normalize("NFD", sound)
    sound = "".join(letter for letter in parts if not unicodedata.combining(letter))
    for spelling, one in _LATIN_SOUND:
        sound = spelling.sub(one, sound)
    return sound


def _is_latin(key: str) -> bool:
    return bool(_LATIN.match(key))
