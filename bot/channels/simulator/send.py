"""The simulator's sending side: messages appear on screens, samples stand in for files."""

import base64
from collections.abc import AsyncIterator, Mapping, Sequence

from bot.channels.simulator.screens import Screens
from bot.domain.errors import Unreachable
from bot.domain.ids import Channel
from bot.domain.incoming import Chat, MediaKind
from bot.ports import Enclosed, Outgoing


class SimulatorSender:
    """`Sender` onto screens, exactly once: a `retry_key` that comes back shows nothing again.

    What comes with a reply token answers somebody; anything else lights up a locked screen.
    """

    def __init__(self, screens: Screens, samples: Mapping[str, bytes]) -> None:
        """Show on `screens`; `samples` are the files that people can send, by name."""
        self._screens = screens
        self._samples = samples
        self._left: dict[str, str] = {}

    @property
    def channel(self) -> Channel:
        """The simulator."""
        return Channel.SIMULATOR

    @property
    def edits(self) -> bool:
        """True: a message can be changed in its place."""
        return True

    async def send(self, outgoing: Sequence[Outgoing], *, reply_token: str = "") -> Sequence[str]:
        """Show messages in order; see `Sender`. What cannot be changed any more is shown anew."""
        return [self._once(each, pushed=not reply_token) for each in outgoing]

    async def fetch(self, file: str, cap: int) -> AsyncIterator[bytes]:
        """The bytes of a sample; see `Sender`."""
        sample = self._samples.get(file)
        if sample is None:
            raise Unreachable("gone")
        if len(sample) > cap:
            raise Unreachable("too_large")

        async def pieces() -> AsyncIterator[bytes]:
            yield sample

        return pieces()

    async def erase(self, chat: Chat, messages: Sequence[str]) -> None:
        """Take messages away from a screen."""
        for message in messages:
            self._screens.erase(chat.id, message)

    async def close(self) -> None:
        """Nothing is held."""

    def _once(self, each: Outgoing, *, pushed: bool) -> str:
        key = each.retry_key
        if key and key in self._left:
            return self._left[key]
        self._left[key] = shown = self._show(each, pushed=pushed)
        return shown

    def _show(self, each: Outgoing, *, pushed: bool) -> str:
        chat = each.chat.id
        if each.toast:
            self._screens.notice(chat, each.message)
            return ""
        if each.edit and self._screens.change(chat, each.edit, each.message):
            return each.edit
        if each.removes and not each.message.text:
            for name in each.removes.split(","):
                self._screens.erase(chat, name)
            return ""
        sound = each.sound
        address = f"/voice/{sound.language}/{sound.name}.m4a" if sound is not None else ""
        address, picture = _given(each.enclosed) if each.enclosed is not None else (address, "")
        shown = self._screens.show(
            chat, each.message, pushed=pushed, sound=address, picture=picture
        )
        if each.removes:
            self._screens.erase(chat, each.removes)
        return shown


def _given(enclosed: Enclosed) -> tuple[str, str]:
    """A voice or a photo with all its bytes, as an address that a browser plays or draws."""
    content = base64.b64encode(enclosed.content).decode()
    if enclosed.kind is MediaKind.VOICE:
        return f"data:audio/mp4;base64,{content}", ""
    return "", f"data:image/jpeg;base64,{content}"
