"""Sound as both platforms play it: M4A with AAC-LC, one channel, no title and no other label."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import av
from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer

LONGEST: Final = timedelta(seconds=60)
"""What takes longer to say is too much for one message."""
_RATE: Final = 24_000  # a voice needs no more, and the phone pays for each byte
_BITS: Final = 32_000  # a second
_FRAME: Final = 1024  # samples, as AAC has them
# Bit-exact: no name of the program and no time of day is written into the file.
_EXACT: Final = {"flags": "+bitexact"}
_CONTAINER: Final = {"movflags": "+faststart", "fflags": "+bitexact"}
_PAUSE: Final = timedelta(milliseconds=500)
_SPARE: Final = timedelta(milliseconds=500)
"""An encoder pads; what was allowed once stays allowed."""


class NotSound(ValueError):  # noqa: N818  named as the other refusals are
    """The bytes are no recording that can be read."""


class TooLong(ValueError):  # noqa: N818  named as the other refusals are
    """The recording is longer than it may be."""


def as_m4a(recording: bytes, longest: timedelta = LONGEST) -> bytes:
    """A recording (OGG/Opus, M4A, MP3, WAV ...) as M4A; the same bytes for the same recording.

    Raises `NotSound`, and `TooLong` where it is longer than `longest`.
    Takes about a hundredth of its length on one core.
    """
    most = round((longest + _SPARE).total_seconds() * _RATE)
    return _encoded(_no_longer(_frames(recording), most))


def joined(recordings: Sequence[bytes]) -> bytes:
    """Several recordings as one, with a pause between them; of any length."""
    return _encoded(_with_pauses(recordings))


def length_of(m4a: bytes) -> timedelta:
    """How long it plays; raises `NotSound`."""
    try:
        with _opened(m4a) as container:
            return timedelta(microseconds=container.duration or 0)
    except (av.FFmpegError, ValueError) as error:
        raise NotSound("this is no sound") from error


def _frames(recording: bytes) -> Iterator[AudioFrame]:
    """The sound as it comes out of the file, at our rate and on one channel."""
    resampler = AudioResampler("fltp", "mono", _RATE)
    try:
        with _opened(recording) as container:
            if not container.streams.audio:
                raise NotSound("there is no sound in this file")
            for frame in container.decode(audio=0):
                yield from resampler.resample(frame)
            yield from resampler.resample(None)
    except (av.FFmpegError, ValueError) as error:
        raise NotSound("this is no sound") from error


def _opened(recording: bytes) -> InputContainer:
    """To be read; raises `NotSound`.

    A title in the letters of an old telephone (TIS-620, say) does not make it less of a recording.
    """
    form = _form(recording)
    return av.open(io.BytesIO(recording), "r", format=form, metadata_errors="replace")


def _form(recording: bytes) -> str:
    """Which reader takes it; `NotSound` where none of ours does.

    Left to itself the library would also take playlists, which name other files to be read.
    """
    if recording[:4] == b"OggS":
        return "ogg"
    if recording[:4] == b"RIFF" and recording[8:12] == b"WAVE":
        return "wav"
    if recording[4:8] == b"ftyp":
        return "mov"
    if recording[:3] == b"ID3" or (recording[:1] == b"\xff" and recording[1:2] >= b"\xe0"):
        return "mp3"
    raise NotSound("this is no sound")


def _no_longer(frames: Iterable[AudioFrame], most: int) -> Iterator[AudioFrame]:
    heard = 0
    for frame in frames:
        heard += frame.samples
        if heard > most:
            raise TooLong("this is longer than it may be")
        yield frame
    if not heard:
        raise NotSound("there is no sound in this file")


def _with_pauses(recordings: Sequence[bytes]) -> Iterator[AudioFrame]:
    for number, recording in enumerate(recordings):
        if number:
            yield _silence()
        yield from _frames(recording)


def _silence() -> AudioFrame:
    samples = round(_PAUSE.total_seconds() * _RATE)
    frame = AudioFrame("fltp", "mono", samples)
    frame.sample_rate = _RATE
    frame.planes[0].update(bytes(samples * 4))
    return frame


def _encoded(frames: Iterable[AudioFrame]) -> bytes:
    """The frames as a file that can be played before the whole of it has come."""
    with TemporaryDirectory(prefix="rongthuk-sound-") as folder:
        path = Path(folder) / "sound.m4a"  # its head is moved to the front in a second go
        with av.open(str(path), "w", format="ipod", container_options=_CONTAINER) as container:
            stream = container.add_stream("aac", rate=_RATE, layout="mono", options=_EXACT)
            stream.bit_rate = _BITS
            for frame in _whole(frames):
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return path.read_bytes()


def _whole(frames: Iterable[AudioFrame]) -> Iterator[AudioFrame]:
    """The same sound in frames of one size, the last one shorter, counted from the beginning."""
    fifo = AudioFifo()
    for frame in frames:
        frame.pts = None  # those of several recordings begin anew
        fifo.write(frame)
        yield from fifo.read_many(_FRAME)
    rest = fifo.read(0, partial=True)
    if rest is not None:
        yield rest
