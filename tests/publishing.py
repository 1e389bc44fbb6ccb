"""The shipped words of the account's texts and menus, for tests of what publishes them."""

from functools import cache

from bot.app.publishing import drawn_menus
from bot.catalogue import Catalogue
from bot.catalogue.folder import entries, home, messages_path, read, settled
from bot.domain.ids import LanguageCode
from bot.domain.profile import DrawnMenu

CODES = ("th", "en", "my", "km", "lo", "vi")
THAI = LanguageCode("th")


@cache
def voice(*codes: str) -> Catalogue:
    """Some languages, or all, offered whether or not everything else is worded."""
    languages = [LanguageCode(code) for code in codes or CODES]
    return saying({language: texts(language) for language in languages})


def saying(texts: dict[LanguageCode, dict[str, str]]) -> Catalogue:
    return Catalogue(texts, languages=list(texts), names=lambda *_: "")


@cache
def texts(language: LanguageCode) -> dict[str, str]:
    """What the account says of itself."""
    return {
        str(message.id): settled(message)
        for message in entries(read(messages_path(home(), language)))
        if str(message.id).startswith("profile.")
    }


@cache
def drawn(*codes: str) -> tuple[DrawnMenu, ...]:
    return drawn_menus(voice(*codes))
