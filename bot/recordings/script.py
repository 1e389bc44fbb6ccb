"""What there is to record: the messages that are always the same, those most needed first."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from bot.catalogue.folder import entries, language_folders, messages_path, read, settled
from bot.catalogue.templates import places
from bot.domain.ids import LanguageCode
from bot.domain.wording import Audience, Key, Kind

FIRST: Final = (
    "greeting",
    "ask.language",
    "language.name",
    "ask.safe_to_talk",
    "choice.safe_to_talk.yes",
    "choice.safe_to_talk.no",
    "choice.safe_to_talk.quiet_help",
    "ask.in_danger_now",
    "choice.in_danger_now.yes",
    "choice.in_danger_now.no",
    "choice.in_danger_now.not_sure",
    "call.help",
)
"""Who cannot read is lost without these."""
_UNSPOKEN: Final = ("profile.", "moment.", "name.", "value.", "button.", "push.", "unit.")
"""Parts of other messages, texts of the account, and what is worded to tell nothing."""


def recordable(key: Key) -> bool:
    """Whether a message is ever said aloud: what a worker reads, and the choices under it."""
    if key.audience is not Audience.WORKER or key.msgid.startswith(_UNSPOKEN):
        return False
    return key.kind is Kind.TEXT or key.msgid.startswith("choice.")


def script(keys: Iterable[Key]) -> tuple[Key, ...]:
    """Everything to be recorded, in the order in which it should be."""
    spoken = {key.msgid: key for key in keys if recordable(key)}
    first = [spoken.pop(msgid) for msgid in FIRST if msgid in spoken]
    return (*first, *spoken.values())


def wordings(folder: Path) -> Callable[[str, LanguageCode], str]:
    """The words of each message of a folder of languages that has nothing to fill.

    What is filled in differs from one time to the next, and no recording can say it.
    """
    texts = {
        (language, str(each.id)): settled(each)
        for language in language_folders(folder)
        for each in entries(read(messages_path(folder, language)))
        if not places(settled(each))
    }
    return lambda key, language: texts.get((language, key), "")
