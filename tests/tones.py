"""A recording as a phone sends it: a tone, in the forms that platforms have."""

import io
import math
import struct
from functools import cache

import av

_CODECS = {"ogg": "libopus", "ipod": "aac", "mp3": "libmp3lame", "wav": "pcm_s16le"}
_RATE = 48_000


@cache
def tone(seconds: float = 2.0, form: str = "ogg", title: str = "") -> bytes:
    """So many seconds of it; `title` is written into the file as an editor would."""
    count = int(seconds * _RATE)
    wave = [int(9000 * math.sin(math.tau * 440 * n / _RATE)) for n in range(count)]
    frame = av.AudioFrame("s16", "mono", count)
    frame.sample_rate = _RATE
    frame.planes[0].update(struct.pack(f"<{count}h", *wave))
    file = io.BytesIO()
    with av.open(file, "w", format=form) as container:
        if title:
            container.metadata["title"] = title
        stream = container.add_stream(_CODECS[form], rate=_RATE, layout="mono")
        assert isinstance(stream, av.AudioStream)
        size = stream.codec_context.frame_size or None
        resampler = av.AudioResampler(stream.format.name, "mono", _RATE, frame_size=size)
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return file.getvalue()
