"""`rongthuk`: all commands; each is imported only when it is called."""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from bot.cli.errand import Refusal, Settings, expected, of_database

if TYPE_CHECKING:
    from bot.config import Config

_COMMANDS: Final[Mapping[str, str]] = {
    "serve": "bot.cli.main:serve",
    "demo": "bot.cli.main:demo",
    "doctor": "bot.cli.doctor:doctor",
    "publish": "bot.cli.publish:publish",
    "units": "bot.cli.units:units",
    "officers": "bot.cli.officers:officers",
    "duty": "bot.cli.duty:duty",
    "interpreters": "bot.cli.interpreters:interpreters",
    "cases": "bot.cli.keeping:cases",
    "purge": "bot.cli.keeping:purge",
    "digest": "bot.cli.digest:digest",
    "report": "bot.cli.report:report",
    "route": "bot.cli.route:route",
    "triage": "bot.cli.triage:triage",
    "policy": "bot.cli.policy:policy",
    "locales": "bot.cli.locales:locales",
    "keys": "bot.cli.keys:keys",
    "audit": "bot.cli.audit:audit",
}
_PROJECT: Final = Path(__file__).parents[2] / "pyproject.toml"


class Commands(click.Group):
    """A group whose commands are imported when asked for, and whose errors are one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """In the order in which they are met."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import it now."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        found: click.Command = getattr(import_module(module), name)
        return found

    def main(self, args: Sequence[str] | None = None, **extra: Any) -> Any:  # type: ignore[override]  # noqa: ANN401
        """Run it; a mistake in the call is told in one line, with the command and the option."""
        given = _help_last(_config_first(sys.argv[1:] if args is None else args))
        if not extra.pop("standalone_mode", True):
            return super().main(given, standalone_mode=False, **extra)
        try:
            result = super().main(given, standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(error.exit_code)
        except click.UsageError as error:
            where = error.ctx.command_path if error.ctx else "rongthuk"
            click.echo(f"{where}: {' '.join(error.format_message().split())}", err=True)
            sys.exit(error.exit_code)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except click.Abort:
            sys.exit(1)
        sys.exit(result if isinstance(result, int) else 0)


def _config_first(args: Sequence[str]) -> list[str]:
    """`--config` belongs to the program, but people write it behind the command too."""
    first: list[str] = []
    rest: list[str] = []
    for place, arg in enumerate(args):
        if arg == "--":
            return [*first, *rest, *args[place:]]
        after = place > 0 and args[place - 1] == "--config"
        (first if after or arg.partition("=")[0] == "--config" else rest).append(arg)
    return [*first, *rest]


def _help_last(args: list[str]) -> list[str]:
    """`help` as people write it: alone or before the command it is asked about."""
    place = 0
    while place < len(args) and args[place].partition("=")[0] == "--config":
        place += 1 if "=" in args[place] else 2
    if args[place : place + 1] != ["help"]:
        return args
    return [*args[:place], *args[place + 1 :], "--help"]


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  click's
    if not wanted:
        return
    import tomllib
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("rongthuk")
    except PackageNotFoundError:  # it runs from its own folder
        number = tomllib.loads(_PROJECT.read_text("utf-8"))["project"]["version"]
    click.echo(f"rongthuk {number}")
    ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    "path",
    metavar="PATH",
    envvar="RONGTHUK_CONFIG",
    type=click.Path(path_type=Path),
    help="The configuration; config.toml here if left out.",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Say it."
)
@click.pass_context
def rongthuk(ctx: click.Context, path: Path | None) -> None:
    """Complaint intake for migrant workers in Thailand, on LINE and Telegram."""
    ctx.obj = Settings(path, os.environ)


@click.command()
@click.option("--only", type=click.Choice(["web", "worker"]), help="Leave out the other half.")
@click.pass_obj
def serve(settings: Settings, only: str | None) -> None:
    """Serve the channels that are switched on, until it is told to stop."""
    config = settings.demanded()
    if not (config.telegram.enabled or config.line.enabled):
        raise Refusal("no channel is on: set [telegram] enabled or [line] enabled")
    _check_policy(settings, config)
    with expected(), of_database():
        import asyncio

        from bot.app import serve as run

        asyncio.run(run(config, only))


def _check_policy(settings: Settings, config: "Config") -> None:
    """Refuse a policy that cannot hold before anything is opened."""
    from bot.app.policy import policy_at
    from bot.data.policy import BadPolicyError

    try:
        policy_at(config.policy.file)
    except BadPolicyError as error:
        raise Refusal(f"{settings.written('policy', 'file')}: {error}") from None


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="Where; 0 takes any free port.")
@click.option("--no-browser", is_flag=True, help="Do not open the page.")
@click.pass_obj
def demo(settings: Settings, port: int | None, *, no_browser: bool) -> None:
    """Show the whole system on this machine, without any account or token."""
    port = settings.read().demo.port if port is None else port
    with expected(), of_database():
        import asyncio

        from bot.app import demo as run

        asyncio.run(run(port, browser=not no_browser))
