"""Every command that the manual and the README name exists and says how it is used."""

import re
from pathlib import Path

import click
import pytest
from bot.cli.main import rongthuk
from click.testing import CliRunner

HOME = Path(__file__).parents[1]
NAMED = re.compile(r"(?:\./run|rongthuk) ([a-z][a-z-]*(?: [a-z][a-z-]*)*)")
OF_THE_PROJECT = {
    *(
        "check",
        "format",
        "fuzz",
        "lock",
        "safeguards",
        "sbom",
        "test",
        "torture",
        "vulnerabilities",
    ),
}
"""What `./run` does itself."""


def command(words: list[str]) -> tuple[str, ...]:
    """The longest command that these words begin with."""
    found: list[str] = []
    node: click.Command | None = rongthuk
    for word in words:
        below = (
            node.get_command(click.Context(node), word) if isinstance(node, click.Group) else None
        )
        if below is None:
            break
        node = below
        found.append(word)
    group = isinstance(node, click.Group) and len(words) > len(found)
    return () if group else tuple(found)


@pytest.mark.parametrize("page", ["README.md", "docs/operating.md"])
def test_every_command_that_a_page_names_exists(page: str) -> None:
    named = [each.split() for each in NAMED.findall((HOME / page).read_text("utf-8"))]
    asked = [words for words in named if words[0] not in OF_THE_PROJECT]
    missing = [" ".join(words) for words in asked if not command(words)]
    assert len(asked) > 5
    assert missing == []
    for words in {command(words) for words in asked}:
        assert CliRunner().invoke(rongthuk, [*words, "--help"]).exit_code == 0
