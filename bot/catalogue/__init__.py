"""How everything is worded: gettext catalogues, dates and lists, and the words people type."""

from bot.catalogue.speech import Catalogue, MissingMessage, MissingParameter, Names, load
from bot.catalogue.words import read_lexicon

__all__ = [
    "Catalogue",
    "MissingMessage",
    "MissingParameter",
    "Names",
    "load",
    "read_lexicon",
]
