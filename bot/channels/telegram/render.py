"""From a worded message to the arguments of Telegram's calls.

Words are never parsed as markup, so nobody's words can become a link.

A button that shares the position exists on reply keyboards only, and those cannot stand with
inline buttons. So a message that asks for the position has all its choices on the reply keyboard;
their labels come back as text. The keyboard folds after one use. A later private message without
buttons takes it away; one with inline buttons cannot (one kind of keyboard a message, and a
message sent only to remove it would buzz for nothing), and a folded keyboard does no harm.
In groups no position is asked for: Telegram refuses such a keyboard there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.channels.telegram.limits import BUTTONS, BUTTONS_A_ROW, PAYLOAD_BYTES
from bot.channels.telegram.words import Piece, pieces
from bot.domain.prompt import Message, WordedButton
from bot.ports import Rejected

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove
Row = tuple[WordedButton, ...]

_MORE: Final = Piece("…")  # words for buttons that found no room under the text


@dataclass(frozen=True, slots=True)
class Part:
    """One message as Telegram takes it."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    markup: Markup | None = None

    @property
    def can_replace(self) -> bool:
        """Whether an edit can carry it: only inline buttons can be edited in."""
        return self.markup is None or isinstance(self.markup, InlineKeyboardMarkup)


def render(message: Message, *, private: bool, replaces: bool = False) -> tuple[Part, ...]:
    """The messages, in order, that show this one; the buttons stand under the last.

    Usually one. More than 4096 units of text or 100 buttons become several. `replaces` says that
    it is meant for an edit, which needs no keyboard taken away. Raises `Rejected` on a message
    that Telegram would refuse: no words, a button without a label, a payload over 64 bytes.
    """
    _check(message)
    texts = pieces(message.text)
    if message.location and private:
        keyboards: list[Markup] = [_sharing(message)]
    else:
        keyboards = [*_inline(message.rows)]
    if not keyboards:
        gone = None if replaces or not private else ReplyKeyboardRemove()
        return tuple(_part(text, gone) for text in texts)
    plain = (_part(text, None) for text in texts[:-1])
    more = (_part(_MORE, keyboard) for keyboard in keyboards[1:])
    return (*plain, _part(texts[-1], keyboards[0]), *more)


def _check(message: Message) -> None:
    if not message.text.strip():
        raise Rejected("no text")
    for button in (button for row in message.rows for button in row):
        if not button.label.strip():
            raise Rejected(f"no label on the button {button.payload!r}")
        if not 0 < len(button.payload.encode()) <= PAYLOAD_BYTES:
            raise Rejected(f"payload not of 1 to {PAYLOAD_BYTES} bytes: {button.payload!r}")


def _part(piece: Piece, markup: Markup | None) -> Part:
    bold = tuple(MessageEntity(MessageEntity.BOLD, *where) for where in piece.bold)
    return Part(piece.text, bold, markup)


def _sharing(message: Message) -> ReplyKeyboardMarkup:
    rows = [[KeyboardButton(button.label) for button in row] for row in message.rows if row]
    return ReplyKeyboardMarkup(
        [[KeyboardButton(message.location, request_location=True)], *rows],
        resize_keyboard=True,
        one_time_keyboard=True,
    )


def _inline(rows: Iterable[Row]) -> Iterator[InlineKeyboardMarkup]:
    """Keyboards of at most 100 buttons."""
    under: list[Row] = []
    for row in _narrow(rows):
        if sum(map(len, under)) + len(row) > BUTTONS:
            yield _keyboard(under)
            under = []
        under.append(row)
    if under:
        yield _keyboard(under)


def _narrow(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of at most eight buttons, none empty; as many beside each other as are not cut off.

    On a phone the buttons of a row are equally wide, and a label too long for its share ends in
    dots.
    """
    for row in rows:
        part: Row = ()
        for button in row:
            if part and (len(part) == BUTTONS_A_ROW or not _fits((*part, button))):
                yield part
                part = ()
            part = (*part, button)
        if part:
            yield part


def _fits(row: Row) -> bool:
    """Whether the longest label fits its share of the row.

    In code points: the marks that share a letter in Burmese or Khmer come with wider letters.
    """
    longest = max((len(button.label.strip()) for button in row), default=0)
    return len(row) <= 1 or longest + _PADDING <= _ROW_WIDTH // len(row)


_ROW_WIDTH = 36
_PADDING = 1
"""About how many Latin letters a row holds on an old phone, and what a button's edges take."""


def _keyboard(rows: Iterable[Row]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(button.label, callback_data=button.payload) for button in row]
            for row in rows
        ]
    )
