"""What an officer sees who records voices for the workers' messages."""

from collections.abc import Sequence

from bot.domain.ids import LanguageCode, ReferralId
from bot.domain.prompt import Button, Line, Literal, Named, Prompt, Value, officer_payload
from bot.domain.recording import Recorded, Spoken, Take, ToRead

LIST, READ, DECIDE = "voices", "voice", "voice_take"
"""The actions of the buttons: a language's list, a message to read, what becomes of a recording."""
KEEP, AGAIN, NO = "keep", "again", "no"
NOBODY = ReferralId("00000000")
"""Stands where a payload names the case, for these are about none."""
A_PAGE = 8


def languages(offered: Sequence[LanguageCode]) -> Prompt:
    """Which language to record."""
    rows = tuple(
        (Button(Named("language", each), officer_payload(LIST, NOBODY, each)),) for each in offered
    )
    # wording: The officer wants to record voices. Buttons under it: the languages.
    return Prompt((Line("officer.voice.language"),), rows)


def waiting(language: LanguageCode, page: int, script: Sequence[ToRead]) -> Prompt:
    """A page of the messages that have no voice, or one that speaks other words."""
    lacking = [each for each in script if each.state is not Recorded.CURRENT]
    named: dict[str, Value] = {"language": Named("tongue", language)}
    if not lacking:
        # wording: Every message of this language has a recorded voice.
        return Prompt((Line("officer.voice.complete", named),))
    shown = lacking[page * A_PAGE :][:A_PAGE] or lacking[:A_PAGE]
    # wording: Above a list of messages without a recorded voice; {all} is how many messages
    # wording: there are. Each button under it is the technical name of one.
    head = Line("officer.voice.list", {**named, "count": len(lacking), "all": len(script)})
    lines = [_listed(each) for each in shown]
    rows = [
        (Button(Literal(each.key), officer_payload(READ, ReferralId(each.mark), language)),)
        for each in shown
    ]
    if len(lacking) > (page + 1) * A_PAGE:
        more = officer_payload(LIST, NOBODY, f"{language}.{page + 1}")
        # wording: The next page of the list.
        rows.append((Button(Line("officer.button.voice_more"), more),))
    return Prompt((head, *lines), tuple(rows))


def _listed(each: ToRead) -> Line:
    said: dict[str, Value] = {"key": Literal(each.key), "text": Literal(each.text)}
    if each.state is Recorded.OUTDATED:
        # wording: A message in the list whose recording speaks other words than stand there now.
        return Line("officer.voice.line_outdated", said)
    # wording: A message in the list: its technical name, and its words.
    return Line("officer.voice.line", said)


def to_read(language: LanguageCode, message: ToRead) -> Prompt:
    """The words to be read aloud, and what whoever reads them should know."""
    said: dict[str, Value] = {"language": Named("tongue", language), "key": Literal(message.key)}
    lines = [
        # wording: The officer is to read the message below aloud, in a calm and friendly voice,
        # wording: and to send it as a voice message of at most a minute.
        Line("officer.voice.read", said),
        Line("officer.voice.text", {"text": Literal(message.text)}),
    ]
    if message.context:
        # wording: Where the message to be read stands; the note itself is in English.
        lines.append(Line("officer.voice.context", {"context": Literal(message.context)}))
    return Prompt(tuple(lines))


def heard(take: Take, text: str) -> Prompt:
    """The recording played back, with the choice of keeping it."""
    rows = (
        (_decision(Line("officer.button.voice_keep"), take, KEEP),),
        (
            _decision(Line("officer.button.voice_again"), take, AGAIN),
            _decision(Line("officer.button.voice_no"), take, NO),
        ),
    )
    said: dict[str, Value] = {
        "language": Named("tongue", take.language),
        "key": Literal(take.key),
        "text": Literal(text),
    }
    # wording: The officer's recording was just played back; nothing is used before "Keep".
    lines = (Line("officer.voice.heard", said),)
    return Prompt(lines, rows, sounds=(Spoken(take.language, take.key, take.id),))


def kept(take: Take) -> Prompt:
    """The recording is used from now on; the way back to the list."""
    said: dict[str, Value] = {"language": Named("tongue", take.language), "key": Literal(take.key)}
    onwards = Button(
        Line("officer.button.voice_more"), officer_payload(LIST, NOBODY, take.language)
    )
    # wording: From now on workers hear the officer's recording of this message.
    return Prompt((Line("officer.voice.kept", said),), ((onwards,),))


def _decision(label: Line, take: Take, value: str) -> Button:
    return Button(label, officer_payload(DECIDE, ReferralId(take.id), value))
