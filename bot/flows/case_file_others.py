"""The case file's account of others: what agencies were asked, what officer and worker wrote."""

from collections.abc import Iterable

from bot.domain.ids import ReferralState
from bot.domain.prompt import Line, Listing, Literal, Value
from bot.domain.referral import Referral, ReferralKind
from bot.domain.relay import Direction, MessageState, RelayMessage
from bot.flows.case_file import EMPTY, Column, Papers, Section, Table, stacked
from bot.flows.case_file_opening import full
from bot.flows.referring import state_of
from bot.flows.relay_screens import answered, said
from bot.flows.turn import Surroundings

UNSENT = (MessageState.PROPOSED, MessageState.WITHDRAWN)
"""What never left and never will is nothing that was said."""
WORKER = "worker"


def agencies(papers: Papers) -> Section:
    """Each agency: what was asked of it, what the worker said to that, what it answered."""
    columns = (
        Column(Line("officer.file.column.agency"), 22),
        Column(Line("officer.file.column.wanted"), 18),
        Column(Line("officer.file.column.agreed"), 27),
        Column(Line("officer.file.column.sent"), 14),
        Column(Line("officer.file.column.standing"), 19),
    )
    rows = tuple(
        (
            papers.unit(each.unit),
            _wanted(each),
            stacked(tuple(_agreed(papers, each))),
            EMPTY if each.state is ReferralState.ASKED else full(each.started_at),
            stacked(tuple(_standing(each))),
        )
        for each in papers.referrals
        if each.kind is ReferralKind.AGENCY
    )
    title = Line("officer.file.part.agencies")
    return Section(title, table=Table(columns, rows) if rows else None)


def _wanted(referral: Referral) -> Value:
    wants = tuple(Line(f"officer.choice.want.{each}") for each in referral.wants)
    return Listing(wants) if wants else EMPTY


def _agreed(papers: Papers, referral: Referral) -> Iterable[Value]:
    """What was said, how it was heard, when and by whom; and the ground, where nobody asked."""
    for each in referral.consents:
        yield Line(f"officer.choice.heard.{each.value.value}")
        how = Line(f"officer.heard.{each.how.value}")
        yield how if each.by == WORKER else Listing((how, papers.called(each.by)))
        yield full(each.at)
    if referral.ground:
        yield Line(f"officer.choice.vital.{referral.ground}")


def _standing(referral: Referral) -> Iterable[Value]:
    if referral.state is ReferralState.DECLINED:
        yield Line("officer.file.answered.declined")  # on paper nobody is asked to choose again
        if referral.reason:
            yield Line(f"officer.choice.decline.{referral.reason}")
    else:
        yield Line(f"officer.refer.state.{state_of(referral)}")
    if referral.outcome:
        yield Line(f"officer.choice.complete.{referral.outcome}")
    if referral.answered_at is not None:
        yield full(referral.answered_at)


def talk(papers: Papers, around: Surroundings) -> Section:
    """What was written between officers and the worker, oldest first."""
    columns = (
        Column(Line("officer.file.column.when"), 16),
        Column(Line("officer.file.column.who"), 20),
        Column(Line("officer.file.column.written"), 50),
        Column(Line("officer.file.column.state"), 14),
    )
    by_id = {each.id: each for each in papers.messages}
    rows: list[tuple[Value, ...]] = []
    for each in papers.messages:
        if each.state in UNSENT:
            continue
        if each.direction is Direction.FROM_WORKER:
            told = _told(papers, each, by_id.get(each.answers), around)
            rows.append((full(each.at), Line("officer.file.worker"), told, EMPTY))
        else:
            state = Line(f"officer.relay.state.{each.state}")
            at = full(each.sent_at or each.asked_at or each.at)
            rows.append((at, papers.called(each.by), said(each), state))
    table = Table(columns, tuple(rows)) if rows else None
    remarks = () if papers.sensitive else (Line("officer.file.remark.kept_apart"),)
    return Section(Line("officer.file.part.talk"), remarks if rows else (), table=table)


def _told(
    papers: Papers, reply: RelayMessage, question: RelayMessage | None, around: Surroundings
) -> Value:
    if reply.id in papers.hidden and not papers.sensitive:
        return Literal("–")
    return answered(reply, question, around.phrases)
