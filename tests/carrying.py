"""Photos and voices that officers send through the bot, and a taken case to send them in."""

import io
from functools import cache

from bot.domain.enclosure import Enclosure
from bot.domain.ids import Channel
from bot.domain.incoming import Media, MediaKind
from bot.ports import Enclosed, Work
from PIL import Image

from tests.house import House
from tests.relaying import OFFICER, messages
from tests.tones import tone

PUBLIC = "https://intake.example.org"
MAKER = b"Maker of telephones"


@cache
def slip() -> bytes:
    """A photo of an appointment slip, as a telephone makes it: with place, time and device."""
    image = Image.new("RGB", (64, 48), "white")
    written = image.getexif()
    written[0x010F] = MAKER.decode()
    written.get_ifd(0x8825)[1] = "N"
    file = io.BytesIO()
    image.save(file, "JPEG", exif=written)
    return file.getvalue()


def other_form() -> bytes:
    """A picture, but of a kind that no telephone's camera makes."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "TIFF")
    return file.getvalue()


def picture(caption: str = "", **what: object) -> Media:
    """The officer's photo, as it comes."""
    return Media(MediaKind.PHOTO, "slip", "image/jpeg", 4, caption=caption, **what)  # type: ignore[arg-type]


def spoken() -> Media:
    """A voice message with a real sound in it."""
    return Media(MediaKind.VOICE, "spoken", "audio/ogg", 4, seconds=2)


def stocked(home: House) -> None:
    """The platforms have these files."""
    for platform in home.platforms.values():
        platform.files |= {"slip": slip(), "spoken": tone(2)}


async def gives(home: House, media: Media, who: str = OFFICER, **how: object) -> None:
    """Somebody sends a file, and it is fetched."""
    stocked(home)
    await home.take(who, media, **how)  # type: ignore[arg-type]
    await home.tick()


async def offers(home: House, media: Media | None = None) -> None:
    """The officer taps "write" and sends a photo, which is shown back."""
    await home.taps(OFFICER, home.screen(OFFICER).button("💬 Write to them"))
    await gives(home, media or picture())


def carried(home: House, who: str, channel: Channel = Channel.TELEGRAM) -> list[Enclosed]:
    """The photos and voices that came into a chat, in order."""
    calls = [each for batch, _ in home.platforms[channel].calls for each in batch]
    return [each.enclosed for each in calls if each.enclosed is not None and each.chat.id == who]


async def enclosures(home: House) -> list[Enclosure]:
    """What is kept of the messages with a photo or a voice."""
    named = [each.enclosure for each in await messages(home) if each.enclosure]

    def found(work: Work) -> list[Enclosure]:
        kept = map(work.enclosures.get, named)
        return [each for each in kept if each is not None]

    return await home.assembly.store.read(found)
