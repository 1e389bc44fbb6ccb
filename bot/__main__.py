"""Starts the command line."""

import resource

from bot.cli.main import rongthuk
from bot.web.logs import install


def leave_no_cores() -> None:
    """A process that crashes leaves no copy of its memory, in which the keys stand."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Run `rongthuk`; what nobody expected ends as one line without words of anybody."""
    leave_no_cores()
    install()
    rongthuk(prog_name="rongthuk")


if __name__ == "__main__":
    main()
