"""`rongthuk locales voice`: recorded voices from files, and how they stand."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.catalogue.folder import home, language_folders, read_keys
from bot.cli.errand import Failure, Settings
from bot.domain.ids import LanguageCode
from bot.domain.recording import Recorded, wording_mark
from bot.recordings.script import wordings

if TYPE_CHECKING:
    from bot.catalogue.reporting import Voiced
    from bot.recordings.shelf import Shelf

_SUFFIXES = (".ogg", ".oga", ".opus", ".m4a", ".mp3", ".wav")


def own_voices(ctx: click.Context) -> Path:
    """The folder of this installation's recordings."""
    settings = ctx.find_root().obj
    if isinstance(settings, Settings):
        return settings.read().voice_dir
    return Path("var") / "voice"


def voiced(folder: Path, own: Path) -> "Voiced":
    """How each message that can be recorded stands in a language."""
    found = _shelf(folder, own)

    def of(language: LanguageCode) -> Mapping[str, Recorded]:
        return {each.key: each.state for each in found.to_read(language)}

    return of


def _shelf(folder: Path, own: Path) -> "Shelf":
    from bot.recordings.shelf import Shelf

    return Shelf(folder, own, wordings(folder), cache(lambda: read_keys(folder)))


@click.group()
def voice() -> None:
    """Recorded voices of the messages."""


@voice.command("import")
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--language", required=True, help="Which language, e.g. my.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of recorded voices, if not the one in data_dir.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def take(
    ctx: click.Context, source: Path, *, language: str, into: Path | None, as_json: bool
) -> None:
    """Take in recordings from the folder SOURCE: OGG, M4A, MP3 or WAV, each named by its key.

    They are taken to speak the words as they stand now. Fails where a file was not taken.
    """
    folder: Path = ctx.obj if isinstance(ctx.obj, Path) else home()
    if language not in language_folders(folder):
        raise click.UsageError(f"there is no folder {folder / language}")
    into = into or own_voices(ctx)
    outcomes = dict(_taken(source, folder, into, LanguageCode(language)))
    if as_json:
        click.echo(json.dumps(outcomes))
    else:
        for name, outcome in outcomes.items():
            click.echo(f"{name}: {outcome}")
    refused = sum(outcome != "taken" for outcome in outcomes.values())
    if refused:
        raise Failure(f"{refused} of {len(outcomes)} files were not taken")


def _taken(
    source: Path, folder: Path, into: Path, language: LanguageCode
) -> Iterator[tuple[str, str]]:
    """Each file, and what became of it."""
    from bot.recordings.shelf import place
    from bot.recordings.sound import NotSound, TooLong, as_m4a

    texts = {each.key: each.text for each in _shelf(folder, into).to_read(language)}
    for path in sorted(each for each in source.iterdir() if each.suffix.lower() in _SUFFIXES):
        text = texts.get(path.stem)
        if text is None:
            yield path.name, "unknown name"
            continue
        try:
            place(into, language, path.stem, wording_mark(text), as_m4a(path.read_bytes()))
        except TooLong:
            yield path.name, "longer than a minute"
        except NotSound:
            yield path.name, "no sound"
        else:
            yield path.name, "taken"
