"""Which language somebody writes in, guessed until they choose."""

import unicodedata
from collections.abc import Sequence

from bot.domain.ids import LanguageCode
from bot.domain.incoming import Incoming, Text
from bot.flows.turn import Said, Surroundings

SCRIPTS = (("MYANMAR", "my"), ("KHMER", "km"), ("LAO", "lo"), ("THAI", "th"))
VIETNAMESE = frozenset("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")


def guessed(said: Said, incoming: Incoming, around: Surroundings) -> Said:
    """With the language guessed from what was written, until it is chosen.

    A guess never changes a chosen language.
    """
    if said.conversation.record.complete("language"):
        return said
    written = by_script(incoming.content.text) if isinstance(incoming.content, Text) else None
    return said.having(language=written) if written in around.languages else said


def of_profile(incoming: Incoming, offered: Sequence[LanguageCode]) -> LanguageCode:
    """The language of somebody of whom nothing is known but the phone.

    Asked once: who starts over or deletes goes on in the language that was chosen.
    """
    phone = LanguageCode(incoming.language[:2].lower())
    return phone if phone in offered else next(iter(offered), LanguageCode("en"))


def by_script(text: str) -> LanguageCode | None:
    """The language whose script or letters stand in the text."""
    for letter in unicodedata.normalize("NFC", text):
        name = unicodedata.name(letter, "")
        for script, language in SCRIPTS:
            if name.startswith(script):
                return LanguageCode(language)
        if letter.lower() in VIETNAMESE:
            return LanguageCode("vi")
    return None
