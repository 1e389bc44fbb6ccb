"""The case file's end: evidence, consent, what was done and when, the officer's finding."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.domain.case import Deed, WorkEntry
from bot.domain.consent import text_version
from bot.domain.conversation import Answer, Evidence, EvidenceState, Note
from bot.domain.ids import QuestionId, ReferralState, UnitId
from bot.domain.incoming import MediaKind
from bot.domain.prompt import Line, Literal, Value
from bot.domain.referral import Referral, ReferralKind
from bot.domain.sniffing import FileType
from bot.flows.case_file import EMPTY, Column, Entry, Papers, Photo, Section, Table
from bot.flows.case_file_opening import full
from bot.flows.officer import is_sensitive
from bot.flows.turn import Surroundings
from bot.flows.worked import what_was_done

KINDS: Mapping[MediaKind, Line] = {
    MediaKind.PHOTO: Line("officer.file.kind.photo"),
    MediaKind.VOICE: Line("officer.file.kind.voice"),
    MediaKind.AUDIO: Line("officer.file.kind.audio"),
    MediaKind.VIDEO: Line("officer.file.kind.video"),
    MediaKind.DOCUMENT: Line("officer.file.kind.document"),
}
ANSWERED: Mapping[ReferralState, Line] = {
    ReferralState.ACKNOWLEDGED: Line("officer.file.answered.taken"),
    ReferralState.ACCEPTED: Line("officer.file.answered.accepted"),
    ReferralState.DECLINED: Line("officer.file.answered.declined"),
    ReferralState.COMPLETED: Line("officer.file.answered.completed"),
    ReferralState.REVOKED: Line("officer.file.answered.revoked"),
}
GROUNDS: Mapping[str, Line] = {
    "consent": Line("officer.file.ground.consent"),
    "vital_interest": Line("officer.file.ground.vital_interest"),
}
BOT = "bot"
AGREED = ("consent_keep", "consent_statistics", "may_write", "tell_police")
Happening = tuple[datetime, Value, Value]


def shown_evidence(papers: Papers) -> tuple[tuple[int, Evidence], ...]:
    """The files of this edition with their numbers, which are the same in both editions."""
    return tuple(
        (number, each)
        for number, each in enumerate(papers.evidence, 1)
        if each.state is not EvidenceState.ERASED
        and (papers.sensitive or not (each.question and is_sensitive(each.question)))
    )


def photos(papers: Papers) -> tuple[Photo, ...]:
    """What the appendix shows: pictures whose bytes are kept, sent as photos or as files."""
    return tuple(
        Photo(number, each)
        for number, each in shown_evidence(papers)
        if each.state is EvidenceState.KEPT and is_picture(each)
    )


def is_picture(evidence: Evidence) -> bool:
    """Whether it can be looked at as a photo: its bytes say so, and until they do its sender."""
    if evidence.sniffed is not FileType.UNKNOWN:
        return evidence.sniffed.is_picture
    return evidence.kind is MediaKind.PHOTO or evidence.mime.startswith("image/")


def evidence(papers: Papers) -> Section:
    """Every file with its kind, time, size and SHA-256, so that a copy can be compared."""
    columns = (
        Column(Line("officer.file.column.number"), 6),
        Column(Line("officer.file.column.kind"), 15),
        Column(Line("officer.file.column.received"), 20),
        Column(Line("officer.file.column.size"), 14),
        Column(Line("officer.file.column.sha256"), 45),
    )
    rows = tuple(
        (
            Literal(str(number)),
            KINDS[each.kind],
            full(each.at),
            _size(each),
            Literal(each.sha256),
        )
        for number, each in shown_evidence(papers)
    )
    remarks = (Line("officer.file.remark.evidence"),)
    return Section(
        Line("officer.file.part.evidence"), remarks, table=Table(columns, rows) if rows else None
    )


def _size(each: Evidence) -> Value:
    if each.state is not EvidenceState.KEPT:
        return Line("officer.file.not_kept")
    return Line("officer.file.bytes", {"count": each.size}) if each.size is not None else EMPTY


def consent(papers: Papers, around: Surroundings) -> Section:
    """What was agreed to, when, in which words; and the ground on which the case is kept."""
    columns = (
        Column(Line("officer.file.column.what"), 20),
        Column(Line("officer.file.column.answer"), 15),
        Column(Line("officer.file.column.when"), 18),
        Column(Line("officer.file.column.wording"), 35),
        Column(Line("officer.file.column.version"), 12),
    )
    version = around.intake.screening.version
    rows = tuple(_agreed(papers, question, version) for question in AGREED)
    ground = GROUNDS.get(papers.case.basis, Literal(papers.case.basis))
    return Section(
        Line("officer.file.part.consent"),
        entries=(Entry(Line("officer.file.ground"), ground),),
        table=Table(columns, rows),
    )


def _agreed(papers: Papers, question: str, version: str) -> tuple[Value, ...]:
    answer = papers.conversation.record.get(QuestionId(question))
    name = Line(f"name.{question}")
    if answer is None:
        return (name, EMPTY, EMPTY, EMPTY, EMPTY)
    own = f"choice.{question}.{answer.value}"
    said = Line("value.skipped") if answer.value == "skip" else Line(own)
    shown = Literal(f"{version} {text_version(answer.wording)}".strip())
    return (name, said, full(answer.at), Literal(answer.wording), shown)


def timeline(papers: Papers) -> Section:
    """Everything that happened to the case, oldest first."""
    columns = (
        Column(Line("officer.file.column.when"), 22),
        Column(Line("officer.file.column.happened"), 53),
        Column(Line("officer.file.column.who"), 25),
    )
    happened = sorted(_happenings(papers), key=lambda each: each[0])
    rows = tuple((full(at), what, who) for at, what, who in happened)
    return Section(Line("officer.file.part.timeline"), table=Table(columns, rows))


def _happenings(papers: Papers) -> Iterable[Happening]:
    case = papers.case
    yield case.opened_at, Line("officer.file.filed"), EMPTY
    for referral in papers.referrals:
        yield from _of_referral(papers, referral)
    for entry in case.worked:
        yield entry.at, _deed(papers, entry), _by(papers, entry.by)
    for note in case.notes:
        if note.message and note.message in _apart(papers):
            continue
        by_bot = note.by == BOT
        words: Value = Line(f"officer.note.{note.text}") if by_bot else Literal(note.text)
        yield note.at, Line("officer.file.noted", {"text": words}), _by(papers, note.by)


def _apart(papers: Papers) -> frozenset[str]:
    """The messages that answer sensitive questions, where this edition is without them.

    An interpreter's translation says what they say.
    """
    if papers.sensitive:
        return frozenset()
    talk = papers.conversation
    said: tuple[Answer | Note | Evidence, ...] = (*talk.answers, *talk.notes, *papers.evidence)
    return frozenset(each.message for each in said if is_sensitive(each.question or ""))


def _by(papers: Papers, who: str) -> Value:
    return Line("officer.history.bot") if who == BOT else papers.called(who)


def _of_referral(papers: Papers, referral: Referral) -> Iterable[Happening]:
    for step in referral.steps:
        yield step.at, _stage(step.stage), _target(papers, step.target)
    told = ANSWERED.get(referral.state)
    if told is not None and referral.answered_at is not None:
        agency = referral.kind is ReferralKind.AGENCY
        unit = papers.unit(referral.unit if agency else referral.holder_unit or referral.unit)
        what = Line("officer.file.answered", {"what": told, "unit": unit})
        yield referral.answered_at, what, papers.called(referral.holder or "")


def _stage(stage: str) -> Line:
    if stage.startswith("cannot."):
        return Line("officer.file.stood_aside")
    first = stage.rpartition(".")[2] == "alert"
    return Line("officer.file.alerted" if first else "officer.file.reminded")


def _target(papers: Papers, target: str) -> Value:
    """Whom a stage went to: a unit's group, one of its people, or the worker."""
    kind, mark, unit = target.rpartition(":")
    if unit == "worker":
        return Line("officer.file.target.worker")
    if not unit:
        return EMPTY
    named = papers.unit(UnitId(unit))
    if not mark:
        return named
    person = kind == "head"
    return Line(
        "officer.file.target.head" if person else "officer.file.target.on_call", {"unit": named}
    )


def _deed(papers: Papers, entry: WorkEntry) -> Value:
    """What was done, in words; the officer's own behind it, where there are any."""
    done = what_was_done(entry, lambda who: papers.names.get(who, ""))
    if not entry.text:
        return done
    return Line("officer.file.deed_with", {"deed": done, "more": Literal(entry.text)})


def finding(papers: Papers) -> Section:
    """The result of the officer's own screening beside the bot's; room for name and date."""
    found = [entry for entry in papers.case.worked if entry.deed is Deed.FINDING]
    last = found[-1] if found else None
    said: Value = _deed(papers, last) if last else EMPTY
    return Section(
        Line("officer.file.part.finding"),
        (Line("officer.file.remark.finding"),),
        (
            Entry(Line("officer.file.finding"), said),
            Entry(Line("officer.file.reasons")),
            Entry(Line("officer.file.found_by"), papers.called(last.by) if last else EMPTY),
            Entry(Line("officer.file.found_at"), full(last.at) if last else EMPTY),
            Entry(Line("officer.file.signature")),
        ),
    )
