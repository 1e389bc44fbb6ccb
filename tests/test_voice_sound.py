"""Recordings made playable: what comes in from phones, what goes out to both platforms."""

import io
from datetime import timedelta

import av
import pytest
from bot.recordings.sound import LONGEST, NotSound, TooLong, as_m4a, joined, length_of

from tests.tones import tone

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("form", ["ogg", "ipod", "mp3", "wav"])
def test_every_form_a_phone_sends_becomes_aac_lc_on_one_channel(form: str) -> None:
    made = as_m4a(tone(2, form))
    with av.open(io.BytesIO(made), "r") as container:
        (stream,) = container.streams
        assert isinstance(stream, av.AudioStream)
        assert (stream.codec_context.name, stream.codec_context.profile) == ("aac", "LC")
        assert stream.codec_context.layout.name == "mono"
        assert container.metadata["major_brand"] == "M4A "
    assert abs(length_of(made) - 2 * SECOND) < SECOND / 10


def test_a_player_learns_nothing_from_the_file_but_its_sound() -> None:
    made = as_m4a(tone(1, "ipod", title="locked in"))
    assert b"locked in" not in made
    assert b"Lavf" not in made
    assert made.index(b"moov") < made.index(b"mdat")  # it plays before the whole of it has come


@pytest.mark.parametrize("form", ["ipod", "mp3"])
def test_a_title_in_the_letters_of_an_old_telephone_spoils_no_recording(form: str) -> None:
    titled = tone(1, form, title="locked in").replace(b"locked in", "เสียงของฉ".encode("tis-620"))
    assert abs(length_of(as_m4a(titled)) - SECOND) < SECOND / 5


@pytest.mark.parametrize("says", [0, 1, 2**31, 2**32 - 1])
def test_a_recording_is_as_long_as_it_sounds_whatever_it_says_of_itself(says: int) -> None:
    lying = bytearray(as_m4a(tone(1)))
    for box, place in ((b"mvhd", 20), (b"mdhd", 20), (b"tkhd", 24)):
        at = lying.index(box) + place
        lying[at : at + 4] = says.to_bytes(4, "big")
    assert abs(length_of(as_m4a(bytes(lying))) - SECOND) < SECOND / 5
    assert length_of(bytes(lying)) >= timedelta()


def test_the_same_recording_makes_the_same_file() -> None:
    assert as_m4a(tone(1)) == as_m4a(tone(1))


def test_more_than_a_minute_is_refused_and_a_minute_is_taken() -> None:
    seconds = LONGEST.total_seconds()
    assert as_m4a(tone(seconds, "wav"))
    with pytest.raises(TooLong):
        as_m4a(tone(seconds + 2, "wav"))


@pytest.mark.parametrize(
    "other",
    [
        b"",
        b"OggS",
        b"\xff\xd8\xff\xe0 a photo",
        b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile /etc/hostname\n",
    ],
)
def test_what_is_no_recording_is_refused_and_no_playlist_is_followed(other: bytes) -> None:
    with pytest.raises(NotSound):
        as_m4a(other)


@pytest.mark.parametrize(
    "other",
    [b"OggS", b"OggS" + b"\0" * 99, b"\0\0\0\x20ftypM4A " + b"\xff" * 40],
    ids=["cut off", "nothing in it", "boxes of nothing"],
)
def test_a_length_is_told_of_sounds_alone(other: bytes) -> None:
    with pytest.raises(NotSound):
        length_of(other)


def test_several_recordings_are_one_sound_with_a_pause_between() -> None:
    together = joined([as_m4a(tone(1)), as_m4a(tone(2, "mp3"))])
    assert 3 * SECOND < length_of(together) < 4 * SECOND
