"""`rongthuk cases`: lists cases without opening them, and shows one, which is written down."""

import base64
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import click

from bot.cli.errand import Refusal, Settings, login, perform, show

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


@cases.command("show")
@click.argument("reference")
@click.option("--as", "account", metavar="ACCOUNT", help="Who looks; your login if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines to read.")
@click.pass_obj
def show_(settings: Settings, reference: str, account: str | None, *, as_json: bool) -> None:
    """Show a whole case. That you looked is written down, or you do not see it."""
    where = f"command:{login()}"
    who = account or login()
    record = perform(settings, "cases.show", who=who, where=where, reference=reference)
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False, indent=1))
        return
    click.echo("\n".join(_lines(record, "")))


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


def _write_privately(path: Path, document: bytes) -> None:
    """Write a new file that only its owner can read."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Refusal(f"{path}: {error.strerror}") from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(document)


def _lines(record: Mapping[str, Any], margin: str) -> Iterator[str]:
    """Names and values, what belongs together indented."""
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield f"{margin}{name}:"
            yield from _lines(value, margin + "  ")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{margin}{name}:"
            for each in value:
                yield f"{margin}  -"
                yield from _lines(each, margin + "    ")
        else:
            shown = ", ".join(value) if isinstance(value, list) else value
            yield f"{margin}{name}: {'-' if shown in (None, '') else shown}"
