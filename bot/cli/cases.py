"""`rongthuk cases`: lists cases without opening them, and shows one, which is written down."""

import base64
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import click

from bot.cli.errand import (
    Failure,
    Refusal,
    Settings,
    as_json_text,
    in_columns,
    login,
    one_line,
    perform,
    seconds,
    show,
)
from bot.domain.text import legible

_LINKED: Final = ("reference", "kind", "unit", "state")
_COLUMNS: Final = ("reference", "state", "level", "urgent", "unit", "channel", "opened_at")


@click.group()
def cases() -> None:
    """The cases that were filed."""


@cases.command("list")
@click.option("--unit", default="", help="Of one unit only.")
@click.option("--state", default="", help="In one state only, e.g. filed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_obj
def list_(settings: Settings, unit: str, state: str, *, as_json: bool) -> None:
    """List cases, newest first; nothing sealed is opened."""
    show(perform(settings, "cases.list", unit=unit, state=state), _COLUMNS, as_json=as_json)


def _look(name: str, about: str, read: Callable[[Settings, Any], Iterable[str]]) -> None:
    """A command that opens one case: who looks is written down, and JSON is what was found.

    `read` makes lines of it for whoever wants to read.
    """

    @cases.command(name, help=f"{about} That you looked is written down, or you do not see it.")
    @click.argument("reference")
    @click.option("--as", "account", metavar="ACCOUNT", help="Who looks; your login if left out.")
    @click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
    @click.pass_obj
    def look(settings: Settings, reference: str, account: str | None, *, as_json: bool) -> None:
        who, where = account or login(), f"command:{login()}"
        found = perform(settings, f"cases.{name}", who=who, where=where, reference=reference)
        if as_json:
            click.echo(as_json_text(found))
            return
        for line in read(settings, found):
            click.echo(line)


def _traced(settings: Settings, found: Mapping[str, Any]) -> Iterator[str]:
    yield f"{found['reference']}: {found['state']}"
    for entry in found["entries"]:
        yield f"{seconds(settings, entry['at'])}  {one_line(entry['says'])}"
        for each in entry["deliveries"]:
            when = f", {seconds(settings, each['at'])}" if each["at"] else ""
            yield f"{'':>19}    {one_line(each['to'])}: {one_line(each['says'])}{when}"
    for each in found["next"]:
        yield f"{seconds(settings, each['at'])}  Next, if nothing happens ({each['unit']})."


@cases.command("letter")
@click.argument("reference")
@click.argument("agency")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=".docx or .txt")
@click.pass_obj
def letter(settings: Settings, reference: str, agency: str, out: Path | None) -> None:
    """Write the letter of a referral to AGENCY, in Thai; without --out it is printed here."""
    if out is not None and out.suffix not in (".docx", ".txt"):
        raise click.UsageError("--out ends in .docx or .txt")
    if out is not None and out.exists():
        raise Refusal(f"{out}: is there already")
    found = perform(settings, "cases.letter", who=login(), reference=reference, agency=agency)
    text: str = found["text"]
    if out is None:
        click.echo(legible(text))
        return
    from bot.documents.letter import as_docx

    _write_privately(out, as_docx(text) if out.suffix == ".docx" else f"{text}\n".encode())
    click.echo(f"{out} is written. Whoever can read it can read what was agreed to.")


@cases.command("file")
@click.argument("reference")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write it: a name that ends in .pdf or .docx.",
)
@click.option("--language", type=click.Choice(["th", "en"]), default="th", show_default=True)
@click.option("--sensitive", is_flag=True, help="With the sensitive answers; logged separately.")
@click.pass_obj
def file(settings: Settings, reference: str, out: Path, language: str, *, sensitive: bool) -> None:
    """Write the case file of a case. That you took it is written down, or there is none."""
    form = out.suffix.removeprefix(".").lower()
    if form not in ("pdf", "docx"):
        raise Refusal(f"{out}: the name must end in .pdf or .docx")
    if out.exists():
        raise Refusal(f"{out}: is there already")
    made = perform(
        settings,
        "cases.file",
        who=login(),
        where=f"command:{login()}",
        reference=reference,
        form=form,
        language=language,
        sensitive=sensitive,
    )
    _write_privately(out, base64.b64decode(made["document"]))
    click.echo(f"{out} is written. Whoever can read it can read the case.")


@cases.command("original")
@click.argument("reference")
@click.argument("number", type=click.IntRange(min=1))
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="The folder to write it into.",
)
@click.pass_obj
def original_(settings: Settings, reference: str, number: int, out: Path) -> None:
    """Write file NUMBER of a case as it came. That you took it is written down first."""
    digits = "".join(each for each in reference if each.isdigit())
    # Before anything is opened or written down: what is there already is not written over.
    for there in out.glob(f"{digits}-{number}.*"):
        raise Refusal(f"{there}: is there already")
    asked = {"reference": reference, "number": number}
    found = perform(settings, "cases.original", who=login(), where=f"command:{login()}", **asked)
    path = out / found["name"]
    _write_privately(path, base64.b64decode(found["document"]))
    click.echo(f"{path} is written, SHA-256 {found['sha256']}.")
    click.echo("It may tell where and with what it was made. Give it to nobody who need not know.")


def _write_privately(path: Path, document: bytes) -> None:
    """Write a new file that only its owner can read, whole or not at all."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Refusal(f"{path}: {error.strerror}") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(document)
            file.flush()
            os.fsync(file.fileno())
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise Failure(f"{path}: {error.strerror}; nothing was written") from None
        raise


@cases.command("copy")
@click.argument("reference")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="The folder in which the two files are written.",
)
@click.option("--language", default="", help="Of the readable file; the worker's if left out.")
@click.pass_obj
def copy(settings: Settings, reference: str, out: Path, language: str) -> None:
    """Write a worker's own copy, to read and as JSON, for a request by letter. It is logged."""
    number = "".join(each for each in reference if each.isdigit())
    paths = {form: out / f"{number}.{form}" for form in ("html", "json")}
    for path in paths.values():
        if path.exists():
            raise Refusal(f"{path}: is there already")
    made = perform(
        settings,
        "cases.copy",
        who=login(),
        where=f"command:{login()}",
        reference=reference,
        language=language,
    )
    for form, path in paths.items():
        _write_privately(path, made[form].encode())
        click.echo(f"{path} is written. Whoever can read it can read the case.")


def printed(record: Mapping[str, Any], margin: str = "") -> Iterator[str]:
    """Names and values, what belongs together indented."""
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield f"{margin}{name}:"
            yield from printed(value, margin + "  ")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{margin}{name}:"
            for each in value:
                yield f"{margin}  -"
                yield from printed(each, margin + "    ")
        else:
            shown = ", ".join(value) if isinstance(value, list) else value
            words = legible(str(shown)).replace("\n", f"\n{margin}│ ")
            yield f"{margin}{name}: {'-' if shown in (None, '') else words}"


_look("show", "Show a whole case.", lambda _, record: printed(record))
_look("trace", "Say why whom was written to and when.", _traced)
_look(
    "linked",
    "List the cases that name the same employer or boat.",
    lambda _, rows: in_columns(rows, _LINKED),
)
