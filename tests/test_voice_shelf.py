"""Where recordings are kept: whose comes first, and which words they are bound to."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bot.domain.ids import LanguageCode
from bot.domain.recording import Recorded, Spoken, wording_mark
from bot.domain.wording import Audience, Key, Kind
from bot.recordings.script import script
from bot.recordings.shelf import Shelf, place
from bot.recordings.sound import as_m4a, length_of

from tests.tones import tone

MY = LanguageCode("my")
PAPERS = Spoken(MY, "ask.papers_kept")


@dataclass
class Hall:
    """A shelf with its two folders, and words that a test changes."""

    folder: Path
    words: dict[str, str] = field(default_factory=lambda: {"ask.papers_kept": "Who has them?"})

    @property
    def shelf(self) -> Shelf:
        return Shelf(
            self.folder / "locales",
            self.folder / "own",
            lambda key, _: self.words.get(key, ""),
            lambda: [Key(key) for key in self.words],
        )

    def ships(self, seconds: float) -> None:
        folder = self.folder / "shipped"
        place(folder, MY, PAPERS.key, wording_mark("Who has them?"), as_m4a(tone(seconds)))
        (self.folder / "locales" / MY).mkdir(parents=True)
        (folder / MY).rename(self.folder / "locales" / MY / "voice")

    def records(self, seconds: float, key: str = PAPERS.key) -> None:
        mark = wording_mark(self.words[key])
        place(self.folder / "own", MY, key, mark, as_m4a(tone(seconds)))


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


async def _seconds(shelf: Shelf, *parts: Spoken) -> float:
    sound = await shelf.sound(parts)
    assert sound is not None
    assert abs(length_of(sound.path.read_bytes()).total_seconds() * 1000 - sound.milliseconds) <= 1
    return round(sound.milliseconds / 1000, 1)


async def test_what_the_office_recorded_comes_before_what_was_shipped(hall: Hall) -> None:
    hall.ships(1)
    assert await _seconds(hall.shelf, PAPERS) == 1
    hall.records(2)
    assert await _seconds(hall.shelf, PAPERS) == 2


def test_a_recording_made_while_the_service_runs_is_found_at_once(hall: Hall) -> None:
    shelf = hall.shelf
    assert not shelf.has(PAPERS)
    hall.records(1)
    assert shelf.has(PAPERS)


async def test_other_words_silence_the_old_voice_and_the_report_says_so(hall: Hall) -> None:
    hall.records(1)
    shelf = hall.shelf
    hall.words["ask.papers_kept"] = "Does your boss keep your papers?"
    assert not shelf.has(PAPERS)
    assert await shelf.sound([PAPERS]) is None
    assert shelf.state(MY, PAPERS.key) is Recorded.OUTDATED
    assert [each.state for each in shelf.to_read(MY)] == [Recorded.OUTDATED]
    hall.records(2)
    assert shelf.state(MY, PAPERS.key) is Recorded.CURRENT


def test_a_file_without_a_label_or_with_other_bytes_than_its_label_says_is_not_played(
    hall: Hall,
) -> None:
    hall.records(1)
    file = hall.folder / "own" / MY / "ask.papers_kept.m4a"
    file.write_bytes(as_m4a(tone(2)))
    assert not hall.shelf.has(PAPERS)
    hall.records(1)
    file.with_suffix(".json").unlink()
    assert not hall.shelf.has(PAPERS)
    assert hall.shelf.state(MY, PAPERS.key) is Recorded.OUTDATED


async def test_what_has_no_voice_is_left_out_of_a_sound(hall: Hall) -> None:
    hall.words["choice.yes"] = "Yes"
    hall.records(1)
    hall.records(1, "choice.yes")
    parts = (PAPERS, Spoken(MY, "ask.silent"), Spoken(MY, "choice.yes"))
    assert 2 < await _seconds(hall.shelf, *parts) < 3
    assert await hall.shelf.sound([]) is None


async def test_only_sounds_that_were_made_are_given_out_and_their_names_say_nothing(
    hall: Hall,
) -> None:
    hall.records(1)
    shelf = hall.shelf
    sound = await shelf.sound([PAPERS])
    assert sound is not None
    assert shelf.playable("my", sound.name) == sound.path
    assert "papers" not in str(sound.path)
    (hall.folder / "own" / "ready" / "secret.m4a").write_bytes(b"x")
    for language, name in (
        ("my", "ask.papers_kept"),
        ("my", sound.name.upper()),
        ("..", sound.name),
        ("my", f"../{sound.name}"),
        (".", "secret"),
        ("th", sound.name),
        ("", ""),
    ):
        assert shelf.playable(language, name) is None


def test_the_first_questions_are_to_be_recorded_first_and_officers_texts_never() -> None:
    keys = [
        Key("ask.province"),
        Key("officer.ask.note", audience=Audience.OFFICER),
        Key("button.back", kind=Kind.BUTTON),
        Key("choice.for_whom.me", kind=Kind.BUTTON),
        Key("ask.safe_to_talk"),
        Key("greeting"),
        Key("profile.name"),
    ]
    assert [key.msgid for key in script(keys)] == [
        "greeting",
        "ask.safe_to_talk",
        "ask.province",
        "choice.for_whom.me",
    ]
