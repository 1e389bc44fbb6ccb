"""The folder of languages on disk: which there are, and their gettext files."""

import io
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.domain.ids import LanguageCode
from bot.domain.wording import Audience, Key, Kind

DOMAIN = "rongthuk"
UNREVIEWED = "unreviewed"
"""The translator's comment on a message that no second reader has confirmed."""

_HEADER = """\
# Rongthuk: {what}.
msgid ""
msgstr ""
"Project-Id-Version: rongthuk\\n"
{language}"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def home() -> Path:
    """The languages that come with Rongthuk."""
    return Path(__file__).parent.parent / "locales"


def language_folders(folder: Path) -> tuple[LanguageCode, ...]:
    """Every language that has a folder, complete or not, by code."""
    found = (path for path in folder.iterdir() if path.is_dir() and path.name.isalpha())
    return tuple(LanguageCode(path.name) for path in sorted(found))


def template_path(folder: Path) -> Path:
    """Where the list of all messages is."""
    return folder / f"{DOMAIN}.pot"


def messages_path(folder: Path, language: LanguageCode) -> Path:
    """Where a language's messages are."""
    return folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(path: Path) -> Catalog:
    """A gettext file; empty where there is none. `PoFileError` where it cannot be read."""
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file, charset="utf-8", abort_invalid=True)


def write(path: Path, catalog: Catalog, language: LanguageCode | None) -> bool:
    """Write a gettext file that depends on nothing but its messages; whether it changed."""
    what = f"what it says in {language}" if language else "all that is to be said"
    header = _HEADER.format(what=what, language=f'"Language: {language}\\n"\n' if language else "")
    body = io.BytesIO()
    write_po(body, catalog, width=0, omit_header=True, include_lineno=False)
    written = header.encode() + body.getvalue().lstrip(b"\n")
    if path.exists() and path.read_bytes() == written:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written)
    return True


def entries(catalog: Catalog) -> tuple[Message, ...]:
    """The messages of a file without its header."""
    return tuple(message for message in catalog if message.id)


def words_of(message: Message | None) -> str:
    """What a message says; empty where it is untranslated."""
    return str(message.string) if message and message.string else ""


def settled(message: Message | None) -> str:
    """What a message says, if its translator is done with it: a fuzzy one says nothing."""
    return "" if message is None or message.fuzzy else words_of(message)


def unreviewed(message: Message) -> bool:
    """Whether a translation still waits for its second reader."""
    return any(comment.strip() == UNREVIEWED for comment in message.user_comments)


def notes(key: Key) -> list[str]:
    """What a translator reads above a message; the first line is read back by `key_of`."""
    return [f"{key.kind} for the {key.audience}", *([key.context] if key.context else [])]


def key_of(message: Message) -> Key:
    """The key a message of the template stands for."""
    kind, _, audience = (message.auto_comments or ["text for the worker"])[0].partition(" for the ")
    context = " ".join(message.auto_comments[1:])
    return Key(str(message.id), context, Kind(kind), Audience(audience))


def read_keys(folder: Path) -> tuple[Key, ...]:
    """All messages there must be, as the template lists them."""
    return tuple(key_of(message) for message in entries(read(template_path(folder))))


def absent(keys: Iterable[Key], language: LanguageCode, catalog: Catalog) -> tuple[Key, ...]:
    """The messages that a language needs and does not have."""
    return tuple(
        key for key in keys if key.needed_in(language) and not settled(catalog.get(key.msgid))
    )
