"""`rongthuk report`: the numbers of a month or a year, to publish or for those who may see all."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from bot.cli.errand import Refusal, Settings, login, performed

_SORTS: Final = ("month", "fiscal_year", "year")


@click.command()
@click.option("--month", metavar="MONTH", help="2026-11, or 2569-11.")
@click.option("--fiscal-year", metavar="YEAR", help="October to September: 2570, or 2026/27.")
@click.option("--year", metavar="YEAR", help="January to December: 2026, or 2569.")
@click.option("--centre", metavar="UNIT", default="", help="Of one centre only.")
@click.option(
    "--edition",
    type=click.Choice(["published", "restricted"]),
    default="published",
    show_default=True,
    help="Small numbers hidden; or exact, which is written down.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["xlsx", "csv", "json"]),
    default="xlsx",
    show_default=True,
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The folder to write to; this one if left out.",
)
@click.option("--as", "account", metavar="ACCOUNT", help="Who looks; your login if left out.")
@click.pass_obj
def report(  # noqa: PLR0913  an option each
    settings: Settings,
    *,
    month: str | None,
    fiscal_year: str | None,
    year: str | None,
    centre: str,
    edition: str,
    form: str,
    out: Path,
    account: str | None,
) -> None:
    """Write the report of a month, a fiscal year or a year. That you made it is written down."""
    given = zip(_SORTS, (month, fiscal_year, year), strict=True)
    asked = [(sort, text) for sort, text in given if text is not None]
    if len(asked) != 1:
        raise click.UsageError("name one of --month, --fiscal-year and --year")
    wanted = {"sort": asked[0][0], "period": asked[0][1], "edition": edition}
    who = {"who": account or login(), "where": f"command:{login()}"}
    size = performed(settings, "reports.size", wanted)["cases"]
    with click.progressbar(length=size, label="counting", file=sys.stderr) as bar:
        here = {"progress": lambda seen: bar.update(seen - bar.pos)}
        made = performed(settings, "reports.make", {**wanted, **who, "centre": centre}, here)
    _write(made, form, out)


def _write(made: Mapping[str, Any], form: str, out: Path) -> None:
    """Write its files, none over another; the exact ones only their owner can read."""
    from bot.documents.report_files import files

    mode = 0o600 if made["edition"] == "restricted" else 0o644
    made_of = list(files(made, form))
    if there := [out / name for name, _ in made_of if (out / name).exists()]:
        raise Refusal(f"{there[0]}: is there already")
    out.mkdir(parents=True, exist_ok=True)
    for name, content in made_of:
        descriptor = os.open(out / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        click.echo(f"{out / name} is written.")
