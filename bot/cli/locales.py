"""`rongthuk locales`: the languages, checked, brought up to the code, and sent to translators."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from bot.catalogue.checking import problems
from bot.catalogue.exchange import RefusedRow, exported, rows
from bot.catalogue.extraction import Said, merge, said
from bot.catalogue.folder import home, language_folders
from bot.catalogue.intake import Change, changes, take_in
from bot.catalogue.reporting import progress
from bot.catalogue.workbook import NoExcel
from bot.cli.voices import own_voices, voice, voiced
from bot.data.agencies import load_kinds
from bot.data.hotlines import load_hotlines
from bot.data.phrases import load_phrases
from bot.data.rights import load_rights
from bot.data.screening import load_screening
from bot.domain.ids import LanguageCode
from bot.flows.advice_words import advice_keys
from bot.flows.agency_words import agency_keys
from bot.flows.order import Intake
from bot.flows.relay_words import relay_keys
from bot.flows.vocabulary import keys

_FORMS = ("xlsx", "csv", "po")


@click.group()
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of languages, if not the one that comes with Rongthuk.",
)
@click.pass_context
def locales(context: click.Context, folder: Path | None) -> None:
    """Languages: what is missing, and the files for their translators."""
    context.obj = folder or home()


locales.add_command(voice)


def messages() -> tuple[Said, ...]:
    """All that the code says."""
    advised = advice_keys(load_rights(), (line.key for line in load_hotlines()))
    referred = agency_keys(load_kinds().values())
    asked = keys(Intake(load_screening()))
    relayed = relay_keys(load_phrases())
    return said(home().parent, (*asked, *advised, *referred, *relayed))


@locales.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def check(folder: Path, *, as_json: bool) -> None:
    """Fail, naming language and message, where anything is missing, left over or wrong."""
    found = list(problems(folder, messages()))
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in found], ensure_ascii=False))
    else:
        for problem in found:
            click.echo(str(problem))
        if not found:
            click.echo("nothing is wrong")
    if found:
        raise SystemExit(1)


@locales.command()
@click.pass_obj
def extract(folder: Path) -> None:
    """Bring the template and every language up to the code; new messages are empty."""
    for language, added in merge(folder, messages()).items():
        click.echo(f"{language}: {added} new")


@locales.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--voices",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of this installation's recorded voices, if not the one in data_dir.",
)
@click.option("--details", is_flag=True, help="Name the messages without a voice.")
@click.pass_context
def report(ctx: click.Context, *, as_json: bool, voices: Path | None, details: bool) -> None:
    """How far each language is, its recorded voices too."""
    folder: Path = ctx.obj
    found = progress(folder, voiced(folder, voices or own_voices(ctx)))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False))
        return
    for each in found:
        recorded = f", voices: {each.voices} recorded, {len(each.outdated)} outdated"
        recorded += f", {len(each.voiceless)} missing"
        click.echo(
            f"{each.language}: {each.translated} of {each.messages}, {each.fuzzy} fuzzy, "
            f"{each.unreviewed} unreviewed{recorded}"
            f" - {'offered' if each.complete else 'not offered'}"
        )
        for what, keys_of in (("outdated", each.outdated), ("missing", each.voiceless)):
            for key in keys_of if details else ():
                click.echo(f"  voice {what}: {key}")


@locales.command("export")
@click.option("--language", required=True, help="Which language, e.g. my.")
@click.option("--format", "form", type=click.Choice(_FORMS), help="If not the file's ending.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def send(folder: Path, *, language: str, form: str | None, file: Path) -> None:
    """Write a language into FILE for its translators."""
    form = form or file.suffix.removeprefix(".")
    if form not in _FORMS:
        raise click.UsageError(f"a file ends in .{', .'.join(_FORMS)}; or say --format")
    try:
        written = exported(folder, _known(folder, language), form)
    except NoExcel as missing:
        raise click.ClickException(str(missing)) from missing
    file.write_bytes(written)


@locales.command("import")
@click.option("--language", required=True, help="Which language, e.g. my.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def take(folder: Path, *, language: str, yes: bool, file: Path) -> None:
    """Take in what a translator returned, once it was shown and agreed to."""
    code = _known(folder, language)
    try:
        wanted = changes(folder, code, rows(file))
    except RefusedRow as refused:
        raise click.ClickException(f"{file}, {refused}. Nothing was changed.") from refused
    except NoExcel as missing:
        raise click.ClickException(str(missing)) from missing
    _show(wanted)
    if wanted and (yes or click.confirm(f"Change {len(wanted)} messages?")):
        take_in(folder, code, wanted)


def _show(wanted: Iterable[Change]) -> None:
    """Each message before and after."""
    for change in wanted:
        click.echo(f"{change.key} ({change.state})")
        if change.before != change.after:
            click.echo(f"- {change.before}\n+ {change.after}")


def _known(folder: Path, language: str) -> LanguageCode:
    """The language, if it has a folder."""
    if language not in language_folders(folder):
        raise click.UsageError(f"there is no folder {folder / language}")
    return LanguageCode(language)
