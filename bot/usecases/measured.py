"""Say to one person no more than helps, however fast they write; to a call for help everything."""

from bot.domain.conversation import Conversation
from bot.domain.incoming import Incoming, Media
from bot.flows.chatter import calls_for_help, commands, is_chatter, slowed, unanswered
from bot.flows.turn import Said, Turn
from bot.usecases.desk import Desk
from bot.usecases.floods import ALL, CHATTER, CHATTER_WHEN_BUSY, Floods, Kind


def answered_in_measure(
    desk: Desk, incoming: Incoming, was: Conversation, turn: Turn, *, step: bool = False
) -> Turn:
    """The turn with as much said as the person's pace allows; all that was sent stays stored.

    Beyond the limit a minute has one answer, with the emergency numbers and a plea to write slowly.
    Files, which come in bursts, are counted by themselves and bring no plea; nor does a limit that
    is low only because many write. A call for help is always answered in full. `step`: it brought
    something further that the turn itself does not show.
    """
    says = turn.prompts or turn.status or turn.listens or turn.gave_way
    if not says or commands(turn):
        return turn
    now, floods = desk.clock(), desk.floods
    kinds = (Kind.ALL,) if step else _kinds(incoming, was, turn)
    counts = {kind: floods.counted(incoming, kind, now) for kind in kinds}
    beyond = {kind for kind, count in counts.items() if count > _most(kind, floods)}
    if not beyond or calls_for_help(incoming, was, turn.conversation, desk.around):
        return turn
    if not floods.first_answer(incoming, now):
        return unanswered(was, turn, files=beyond == {Kind.FILES})
    plea = counts.get(Kind.CHATTER, 0) > CHATTER or Kind.ALL in beyond
    said = Said(turn.conversation, now, desk.ids.evidence())
    return slowed(turn, said, desk.around, plea=plea)


def _kinds(incoming: Incoming, was: Conversation, turn: Turn) -> tuple[Kind, ...]:
    if not is_chatter(was, turn):
        return (Kind.ALL,)
    if isinstance(incoming.content, Media):
        return (Kind.FILES,)  # who sent an album is still answered the next thing they say
    return (Kind.ALL, Kind.CHATTER)


def _most(kind: Kind, floods: Floods) -> int:
    if kind is Kind.ALL:
        return ALL
    return CHATTER_WHEN_BUSY if floods.busy and kind is Kind.CHATTER else CHATTER
