"""An officer records a voice for a worker's message: which one, the take, keep it or not.

What is recorded is the service's own: it is about no case and nobody's secret.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.ids import LanguageCode, ReferralId, TakeId
from bot.domain.incoming import Incoming, Media, MediaKind, Tap, Text
from bot.domain.prompt import Line, Literal, OfficerTap, Prompt, read_payload
from bot.domain.recording import Take, TakeState, ToRead, key_mark, wording_mark
from bot.domain.unit import Officer
from bot.flows import recording as screens
from bot.ports import Work
from bot.usecases.awaited import awaited, expect, expect_nothing
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_officer, reply_handle
from bot.usecases.permit import note_refused, permitted

COMMAND = "/record"
SOUNDS = (MediaKind.VOICE, MediaKind.AUDIO, MediaKind.DOCUMENT)


@dataclass(frozen=True, slots=True)
class _Booth:
    """Who records, and what they just said or pressed."""

    desk: Desk
    work: Work
    officer: Officer
    incoming: Incoming
    now: datetime

    def language(self, code: str) -> LanguageCode | None:
        """One of ours, or None."""
        return next((each for each in self.desk.voice.languages() if each == code), None)

    def script(self, language: LanguageCode) -> Sequence[ToRead]:
        return self.desk.recordings.to_read(language)


def record_voice(
    desk: Desk, work: Work, incoming: Incoming, officer: Officer, now: datetime
) -> bool:
    """Take what an officer says or presses about recordings; False where it is about none."""
    booth = _Booth(desk, work, officer, incoming, now)
    wanted = _wanted(booth)
    if not wanted:
        return False
    if permitted(work, incoming, wanted):
        prompt = _heard(booth)
    else:
        note_refused(work, incoming, wanted, "", now)
        prompt = Prompt((Line("group.refused"),))
    if prompt is None:
        return False
    key = f"voice:{desk.ids.evidence()}"
    owe_officer(work, officer, prompt, key=key, now=now, reply=reply_handle(incoming, now))
    return True


def _wanted(booth: _Booth) -> str:
    """The action, as the table of permissions names it; empty where it is none of ours."""
    match booth.incoming.content:
        case Text(text) if text.split()[:1] == [COMMAND]:
            return screens.LIST
        case Tap(payload):
            tap = read_payload(payload)
            ours = (screens.LIST, screens.READ, screens.DECIDE)
            return tap.action if isinstance(tap, OfficerTap) and tap.action in ours else ""
        case Media(kind=kind) if kind in SOUNDS and awaited(booth.officer)[0] == "voice":
            return "words.voice"
        case _:
            return ""


def _heard(booth: _Booth) -> Prompt | None:
    match booth.incoming.content:
        case Text(text) if text.split()[:1] == [COMMAND]:
            return _command(booth, text.split()[1:])
        case Tap(payload):
            tap = read_payload(payload)
            return _tapped(booth, tap) if isinstance(tap, OfficerTap) else None
        case Media(kind=kind) as sent if kind in SOUNDS:
            return _recorded(booth, sent)
        case _:
            return None


def _command(booth: _Booth, words: Sequence[str]) -> Prompt:
    """`/record`, `/record my`, `/record ask.papers_kept my`; the two words in either order."""
    expect_nothing(booth.work, booth.officer)
    language = next((code for word in words if (code := booth.language(word))), None)
    key = next((word for word in words if word != language), "")
    if language is None:
        return screens.languages(booth.desk.voice.languages())
    if key:
        return _ask(booth, language, key_mark(key), key)
    return screens.waiting(language, 0, booth.script(language))


def _tapped(booth: _Booth, tap: OfficerTap) -> Prompt | None:
    if tap.action == screens.DECIDE:
        return _decided(booth, TakeId(tap.referral), tap.value)
    if tap.action not in (screens.LIST, screens.READ):
        return None
    code, _, page = tap.value.partition(".")
    language = booth.language(code)
    if language is None:
        return screens.languages(booth.desk.voice.languages())
    if tap.action == screens.READ:
        return _ask(booth, language, tap.referral, tap.referral)
    number = int(page) if page.isascii() and page.isdecimal() else 0
    return screens.waiting(language, number, booth.script(language))


def _ask(booth: _Booth, language: LanguageCode, mark: str, called: str) -> Prompt:
    """The words to read; the officer's next voice message is taken for them."""
    message = next((each for each in booth.script(language) if each.mark == mark), None)
    if message is None:
        # wording: There is no message of this technical name that could be recorded.
        return Prompt((Line("officer.voice.unknown", {"key": Literal(called)}),))
    expect(booth.work, booth.officer, "voice", ReferralId(f"{language}/{message.key}"))
    return screens.to_read(language, message)


def _recorded(booth: _Booth, sent: Media) -> Prompt | None:
    """A take: it is fetched as an owed job, and played back."""
    what, which = awaited(booth.officer)
    code, _, key = which.partition("/")
    if what != "voice":
        return None
    language = LanguageCode(code)
    message = next((each for each in booth.script(language) if each.key == key), None)
    if message is None:
        return Prompt((Line("officer.voice.unknown", {"key": Literal(key)}),))
    take = Take(
        TakeId(booth.desk.ids.evidence()),
        booth.officer.id,
        booth.incoming.chat,
        sent.file,
        language,
        key,
        wording_mark(message.text),
        booth.now,
    )
    expect_nothing(booth.work, booth.officer)
    booth.work.takes.add(take, booth.now)
    # wording: The voice message came; it will be played back to the officer in a moment.
    return Prompt((Line("officer.voice.wait"),))


def _decided(booth: _Booth, which: TakeId, value: str) -> Prompt:
    take = booth.work.takes.get(which)
    mine = take is not None and take.chat == booth.incoming.chat
    if take is None or not mine or take.state is not TakeState.READY:
        # wording: A button under an old recording: that one was decided about already.
        return Prompt((Line("officer.voice.over"),))
    if value == screens.KEEP:
        return _kept(booth, take)
    booth.work.takes.save(replace(take, state=TakeState.UNWANTED), booth.now)
    if value == screens.AGAIN:
        return _ask(booth, take.language, key_mark(take.key), take.key)
    # wording: The recording was thrown away, as the officer wished.
    return Prompt((Line("officer.voice.dropped"),))


def _kept(booth: _Booth, take: Take) -> Prompt:
    """The second step: from here on workers hear it."""
    officer, now = booth.officer, booth.now
    booth.work.takes.save(replace(take, state=TakeState.WANTED), now)
    booth.work.audit.record(
        AuditEntry(now, officer.id, "voice.recorded", take.key, officer.unit, take.language)
    )
    return screens.kept(take)
