"""Starts the command line."""

from bot.cli.main import rongthuk
from bot.web.logs import install


def main() -> None:
    """Run `rongthuk`; what nobody expected ends as one line without words of anybody."""
    install()
    rongthuk(prog_name="rongthuk")


if __name__ == "__main__":
    main()
