"""Whole conversations, as an officer can read them, played in the whole house."""

import os
import sys
from pathlib import Path

import pytest

from tests.transcript import Player

FOLDER = Path(__file__).parent / "transcripts"
ALL = sorted(FOLDER.glob("*.txt"))
ON_POSTGRES = ("ordinary_complaint_on_telegram", "urgent", "nobody_answers", "relay_own_words")


async def _play(path: Path, folder: Path, url: str = "") -> None:
    written = path.read_text("utf-8").splitlines()  # noqa: ASYNC240
    player = Player(folder, url)
    try:
        played = await player.play(written)
    except Exception:
        # What was played so far tells where it broke.
        sys.stdout.write("\n".join(player.written))
        raise
    if os.environ.get("RONGTHUK_TRANSCRIPTS") == "write":
        path.write_text("\n".join(played) + "\n", "utf-8")  # noqa: ASYNC240
        return
    assert played == written


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
async def test_a_conversation_goes_as_it_is_written_down(path: Path, tmp_path: Path) -> None:
    await _play(path, tmp_path)


@pytest.mark.postgres
@pytest.mark.parametrize("name", ON_POSTGRES)
async def test_a_conversation_goes_the_same_on_postgresql(
    name: str, tmp_path: Path, postgres_url: str
) -> None:
    await _play(FOLDER / f"{name}.txt", tmp_path, postgres_url)
