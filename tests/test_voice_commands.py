"""The operator's side of recorded voices: files taken in, and what is missing or outdated."""

import json
from pathlib import Path

import pytest
from bot.catalogue.folder import home, language_folders
from bot.cli.main import rongthuk
from bot.recordings.sound import length_of
from click.testing import CliRunner, Result

from tests.tones import tone


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of recordings as somebody brought it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text('[service]\ndata_dir = "var"\n')
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "ask.language.ogg").write_bytes(tone(1))
    (folder / "ask.safe_to_talk.MP3").write_bytes(tone(1, "mp3"))
    (folder / "notes.txt").write_text("read me")
    return folder


def run(*words: object) -> Result:
    return CliRunner().invoke(rongthuk, ["locales", *map(str, words)])


def reports() -> dict[str, dict[str, object]]:
    """Of each language; it takes a second."""
    found = {each["language"]: each for each in json.loads(run("report", "--json").stdout)}
    assert set(found) == set(language_folders(home()))
    return found


def test_files_named_by_key_are_taken_in_and_counted(files: Path) -> None:
    before = reports()["my"]
    assert (before["voices"], before["outdated"]) == (0, [])
    done = run("voice", "import", files, "--language", "my")
    assert (done.exit_code, done.stdout) == (
        0,
        "ask.language.ogg: taken\nask.safe_to_talk.MP3: taken\n",
    )
    kept = files.parent / "var" / "voice" / "my" / "ask.language.m4a"
    assert abs(length_of(kept.read_bytes()).total_seconds() - 1) < 0.1
    found = reports()
    after = found["my"]
    assert after["voices"] == 2
    missing = after["voiceless"]
    assert isinstance(missing, list)
    assert "ask.language" not in missing
    assert "greeting" in missing
    assert found["km"]["voices"] == 0
    assert "voices: 2 recorded, 0 outdated" in run("report").stdout


def test_what_cannot_be_taken_is_listed_and_the_rest_is_taken(files: Path) -> None:
    (files / "ask.nothing.ogg").write_bytes(tone(1))
    (files / "progress.ogg").write_bytes(tone(1))
    (files / "greeting.ogg").write_bytes(b"OggS")
    (files / "paused.wav").write_bytes(tone(62, "wav"))
    done = run("voice", "import", files, "--language", "my", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {
        "ask.language.ogg": "taken",
        "ask.nothing.ogg": "unknown name",
        "ask.safe_to_talk.MP3": "taken",
        "greeting.ogg": "no sound",
        "paused.wav": "longer than a minute",
        "progress.ogg": "unknown name",
    }
    assert "4 of 6 files were not taken" in done.stderr
    assert run("voice", "import", files, "--language", "xx").exit_code == 2


def test_the_report_names_what_is_outdated(files: Path) -> None:
    run("voice", "import", files, "--language", "my")
    label = files.parent / "var" / "voice" / "my" / "ask.language.json"
    label.write_text(json.dumps({**json.loads(label.read_text()), "wording": "of other words"}))
    assert reports()["my"]["outdated"] == ["ask.language"]
    assert "  voice outdated: ask.language\n" in run("report", "--details").stdout
