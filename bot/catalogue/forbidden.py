"""Words that no worker shall read, in each language: blame, verdicts, promises."""

import re
from collections.abc import Iterator

from bot.domain.ids import LanguageCode

_NEVER = {
    "en": r"\b(?:illegal\w*|victim\w*|why did you)",
    "th": r"ผิดกฎหมาย|เหยื่อ|ผู้เสียหาย|ทำไม(?!่)",
    "my": r"တရားမဝင်|ဥပဒေနဲ့ ?မညီ|သားကောင်|နစ်နာသူ|ဘာကြောင့်|ဘာလို့",
    "km": r"ខុសច្បាប់|ជនរងគ្រោះ|ហេតុអ្វី",
    "lo": r"ຜິດກົດໝາຍ|ຜູ້ເຄາະຮ້າຍ|ເຫຍື່ອ|(?<!ບໍ່)ເປັນຫຍັງ|ຍ້ອນຫຍັງ",
    "vi": r"bất hợp pháp|trái phép|phạm pháp|nạn nhân|tại sao|vì sao",
}
"""“Illegal”, “victim”, “why did you” and what says the same (safety rule 13)."""
_PROMISES = {
    "en": r"\b(?:guarantee\w*|rescue\w*|visas?|we promise)\b",
    "th": r"รับประกัน|วีซ่า|เราสัญญา",
    "my": r"ဗီဇာ|ကျွန်တော်တို့ ?ကတိပေး|ကယ်တင်",
    "km": r"ទិដ្ឋាការ|យើងសន្យា|យើងធានា",
    "lo": r"ຮັບປະກັນ|ວີຊາ|ພວກເຮົາສັນຍາ",
    "vi": r"đảm bảo|bảo đảm|thị thực|\bvisa\b|chúng tôi hứa|cam đoan|giải cứu",
}
"""A result, a rescue or a visa that nobody here can promise (safety rule 16)."""


def forbidden(text: str, language: LanguageCode) -> Iterator[str]:
    """What stands in a worker's text and must not; the rest is its reviewer's care."""
    for words in (_NEVER, _PROMISES):
        yield from re.findall(words.get(language, r"(?!)"), text, re.IGNORECASE)
