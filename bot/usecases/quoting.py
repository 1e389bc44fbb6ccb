"""Messages that wait to be sent and quote words which their writer has taken back."""

from collections.abc import Collection, Iterator

from bot.domain.ids import ConversationId
from bot.domain.prompt import Line, Listing, Literal, Value
from bot.ports import Work


def cancel_quoting(work: Work, conversation: ConversationId, words: Collection[str]) -> int:
    """Nothing that quotes them leaves any more, to nobody; how many messages that were.

    Whoever asked to see something asks again, and sees it without them.
    """
    wanted = [each for each in words if each.strip()]
    if not wanted:
        return 0
    quoting = [
        owed
        for owed in work.outbox.unsent_of(conversation)
        if any(word in text for text in _literals(owed.prompt.lines) for word in wanted)
    ]
    for owed in quoting:
        work.outbox.cancel_key(owed.key)
    return len(quoting)


def _literals(values: Collection[Value]) -> Iterator[str]:
    """Somebody's own words in a message, wherever they stand."""
    for value in values:
        match value:
            case Literal(text):
                yield text
            case Line():
                yield from _literals(list(value.params.values()))
            case Listing(items):
                yield from _literals(items)
            case _:
                pass
