"""Two small languages, whole and right, for tests of what keeps languages whole."""

from collections.abc import Mapping
from pathlib import Path

from bot.catalogue.extraction import Said, merge
from bot.catalogue.folder import home, messages_path, read, write
from bot.cli.locales import locales
from bot.domain.ids import LanguageCode
from bot.domain.wording import Key, Kind, named
from click.testing import CliRunner

VI = LanguageCode("vi")
KEYS = (
    Key("ask.papers_kept", "The bot asks the worker."),
    Key("choice.yes", "", Kind.BUTTON),
    named("urgent.told"),
    named("numbers"),
    named("group.card.urgent"),
)
SAID = tuple(Said(key, ("bot/flows/x.py",)) for key in KEYS)
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "ask.papers_kept": "Does your boss keep your passport?",
        "choice.yes": "▪ Yes",
        "urgent.told": "The duty team has been told, {time}.",
        "numbers": "🆘 Hurt? 1669. In Burmese: 1-800-010-180.",
        "group.card.urgent": "URGENT",
    },
    "vi": {
        "ask.papers_kept": "Chủ có giữ hộ chiếu của bạn không?",
        "choice.yes": "▪ Có",
        "urgent.told": "Đã báo cho nhóm trực, {time}.",
        "numbers": "🆘 Bị thương? 1669. Tiếng Miến: 1-800-010-180.",
    },
}


def make(folder: Path) -> Path:
    """English and Vietnamese, whole and right, with the words of the languages that ship."""
    for language in WORDS:
        (folder / language).mkdir()
        typed = (home() / language / "words.toml").read_text(encoding="utf-8")
        (folder / language / "words.toml").write_text(typed, encoding="utf-8")
    merge(folder, SAID)
    for language, texts in WORDS.items():
        for key, text in texts.items():
            say(folder, language, key, text)
    return folder


def say(folder: Path, language: str, key: str, text: str, flag: str = "") -> None:
    """Put words, and perhaps a flag, into a message."""
    path = messages_path(folder, LanguageCode(language))
    catalog = read(path)
    if key not in catalog:
        catalog.add(key)
    catalog[key].string = text
    catalog[key].flags |= {flag} - {""}
    write(path, catalog, LanguageCode(language))


def run(folder: Path, *words: str, typed: str = "") -> tuple[int, str]:
    """Exit code and output of a `locales` command."""
    result = CliRunner().invoke(locales, ["--folder", str(folder), *words], input=typed)
    return result.exit_code, result.output
