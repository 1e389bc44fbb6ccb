"""A worker's own copy of what is kept of them: gathered, read here page by page, or by a link."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.audit import AuditEntry
from bot.domain.case import Case
from bot.domain.conversation import Conversation, Gate
from bot.domain.copy_link import CopyLink
from bot.domain.ids import Channel, LanguageCode, OfficerId, Reference, UnitId
from bot.domain.prompt import Button, Line, Literal, Prompt, Value
from bot.domain.referral import Referral, ReferralKind
from bot.flows.copying import COPY, LINK, READ, REST
from bot.flows.own_copy import CopyPart, Holding, Laid, Look, parts, private_parts
from bot.flows.screens import button
from bot.flows.turn import Surroundings
from bot.ports import Voice, Work
from bot.usecases.desk import Desk
from bot.usecases.end_case import all_of
from bot.usecases.progress import WORKER

PAGE = 1500
"""Characters of one message: under a bubble's limit on LINE, and a screenful or two to read."""
IN_BROWSER = {Channel.LINE: "?openExternalBrowser=1"}
"""LINE's own browser cannot keep files.
https://developers.line.biz/en/docs/line-login/using-line-url-scheme/"""
BOT = "bot"
OPERATOR = UnitId("operator")


def copied(
    desk: Desk, work: Work, conversation: Conversation, what: str, now: datetime
) -> tuple[Prompt, ...]:
    """What a worker asked to have of their copy; that they did is written down."""
    part, _, number = what.partition(".")
    if part == LINK:
        return (_linked(desk, work, conversation, now),)
    page = int(number[:4] or 0)
    if not page:
        _log(work, conversation, "case.copy_read", part, now)
    return (_page(desk, work, conversation, part, page),)


def _linked(desk: Desk, work: Work, conversation: Conversation, now: datetime) -> Prompt:
    if not desk.public_url:
        # wording: To a worker who wants their copy as a file: this service has no web page.
        return Prompt((Line("copy.no_address"),))
    token = desk.ids.secret()
    work.copy_links.add(CopyLink(conversation.id, now, now + desk.link_life), token)
    _log(work, conversation, "case.copy_link", "", now)
    in_browser = IN_BROWSER.get(conversation.chat.channel, "")
    address = f"{desk.public_url}/page/{conversation.language}/{token}{in_browser}"
    params: dict[str, Value] = {
        "minutes": round(desk.link_life / timedelta(minutes=1)),
        "address": Literal(address),
    }
    # wording: A one-time link to the worker's own copy. Neutral: it does not say what it opens.
    return Prompt((Line("copy.link", params),))


def _page(desk: Desk, work: Work, conversation: Conversation, part: str, number: int) -> Prompt:
    """One message of the copy, and the way to the next; the private part is one more tap away."""
    held = holdings(work, conversation)
    more = [each for one in held for each in private_parts(one, desk.around)]
    shown = more if part == REST else open_parts(held, desk.around, conversation.language)
    pages = list(_paged(in_words(shown, desk.voice, conversation.language)))
    rows: list[tuple[Button, ...]] = []
    if number + 1 < len(pages):
        # wording: Button: the next page of the worker's own copy.
        onward = Line("button.copy_next")
        rows.append((button(conversation, COPY, f"{part}.{number + 1}", onward),))
    lines: list[Line] = []
    if not pages:
        # wording: There is nothing of this worker to be copied.
        lines.append(Line("copy.nothing"))
    elif number < len(pages):
        # wording: A page of the worker's own copy, put together from other messages.
        lines.append(Line("copy.text", {"text": Literal(pages[number])}))
    if part == READ and more and number + 1 >= len(pages):
        # wording: Under the worker's own copy: some answers are shown only after one more tap.
        lines.append(Line("copy.rest_hidden"))
        # wording: Button: show the more private answers of the worker's own copy.
        rows.append((button(conversation, COPY, REST, Line("button.copy_rest")),))
    rows.append((button(conversation, COPY, "back", Line("button.back")),))
    return Prompt(tuple(lines), tuple(rows), COPY)


def in_words(shown: Sequence[CopyPart], voice: Voice, language: LanguageCode) -> str:
    """Parts of a copy in words, a line each; a part with its title."""
    return "\n\n".join(
        voice.word(Prompt((part.title, *part.lines)), language).text for part in shown
    )


def open_parts(
    held: Sequence[Holding], around: Surroundings, language: LanguageCode
) -> list[CopyPart]:
    """What is not sensitive of everything that is kept."""
    return [each for one in held for each in parts(one, around, language)]


def _paged(text: str) -> Iterator[str]:
    """Pages of whole lines; a line that is longer than a page is cut."""
    page = ""
    for line in text.splitlines():
        for start in range(0, max(len(line), 1), PAGE):
            piece = line[start : start + PAGE]
            if page and len(page) + len(piece) >= PAGE:
                yield page.strip("\n")
                page = ""
            page = f"{page}\n{piece}" if page else piece
    if page.strip():
        yield page.strip("\n")


def holdings(work: Work, conversation: Conversation) -> list[Holding]:
    """Everything that is kept of whoever is in this conversation, as far as it may be shown there.

    An earlier case belongs to it only where nothing guards it (`Conversation.before`).
    """
    found = [_holding(work, conversation)]
    seen, before = {conversation.id}, conversation.before
    while before is not None:
        case = work.casework.get(before)
        earlier = work.conversations.get(case.conversation) if case else None
        if earlier is None or earlier.id in seen or earlier.record.has("code_word", "told"):
            break
        found.append(_holding(work, earlier))
        seen.add(earlier.id)
        before = earlier.before
    return found


def _holding(work: Work, conversation: Conversation) -> Holding:
    reference = conversation.reference
    case = work.casework.get(reference) if reference else None
    evidence = tuple(work.conversations.evidence_of(conversation.id))
    if case is None:
        return Holding(conversation, evidence=evidence)
    referrals = all_of(work, case)
    known = {each.unit: work.agencies.get(each.unit) for each in referrals}
    return Holding(
        conversation,
        case,
        evidence,
        tuple(laid for each in referrals for laid in _laid(each)),
        {unit: agency for unit, agency in known.items() if agency is not None},
        tuple(work.messages.of_case(case.reference)),
        tuple(_looks(work, case.reference)),
    )


def _laid(referral: Referral) -> Iterator[Laid]:
    """Each unit that was told, once, when it first was; an agency also while it is only asked."""
    if referral.kind is ReferralKind.AGENCY:
        said = tuple(
            {
                "value": each.value.value,
                "at": each.at.isoformat(),
                "heard": each.how.value,
                "language": each.language,
                "wording": each.wording,
                "version": each.version,
            }
            for each in referral.consents
        )
        at = referral.started_at
        yield Laid(referral.unit, at, referral.state, referral.wants, said)
        return
    for unit in referral.units:
        told = [step.at for step in referral.steps if step.target == unit]
        yield Laid(unit, min(told, default=referral.started_at), referral.state)


def _looks(work: Work, reference: Reference) -> Iterator[Look]:
    """Who looked or changed something: the unit, never the person; not the worker, not the bot."""
    units: dict[str, UnitId] = {}
    for entry in work.audit.entries(reference):
        if entry.who in (WORKER, BOT) or not entry.action.startswith(("case.", "referral.")):
            continue
        if entry.who not in units:
            officer = work.directory.officer(OfficerId(entry.who))
            units[entry.who] = officer.unit if officer else OPERATOR
        yield Look(entry.at, units[entry.who], entry.action)


def of_reference(work: Work, reference: Reference) -> Holding | None:
    """The holding of a case by its number; None where there is none, or it was erased."""
    case = work.casework.get(reference)
    conversation = work.conversations.get(case.conversation) if case else None
    return _holding(work, replace(conversation, reference=reference)) if conversation else None


async def open_copy(desk: Desk, token: str) -> tuple[str, Sequence[Holding]] | None:
    """The secret of the page that a link opened, and what it shows; None where it opens nothing."""
    now, secret = desk.clock(), desk.ids.secret()

    def body(work: Work) -> tuple[str, Sequence[Holding]] | None:
        link = work.copy_links.by_token(token)
        if link is None or not link.may_open(now):
            return None
        conversation = _whose(work, link)
        if conversation is None or not work.copy_links.open(token, secret, now + desk.link_life):
            return None
        _log(work, conversation, "case.copy_opened", "", now)
        return secret, holdings(work, conversation)

    return await desk.store.write(body)


async def kept_copy(desk: Desk, secret: str, form: str) -> Sequence[Holding] | None:
    """What the page with this secret may give as a file; the look is committed with it."""
    now = desk.clock()

    def body(work: Work) -> Sequence[Holding] | None:
        link = work.copy_links.by_secret(secret)
        conversation = _whose(work, link) if link is not None and link.is_open(now) else None
        if conversation is None:
            return None
        _log(work, conversation, "case.copy_file", form, now)
        return holdings(work, conversation)

    return await desk.store.write(body)


def _whose(work: Work, link: CopyLink) -> Conversation | None:
    """The conversation of a link, as long as it is safe there and nobody took it elsewhere.

    A chat that was cleared has a shut gate, and with it every link in it is dead.
    """
    conversation = work.conversations.get(link.conversation)
    if conversation is None or conversation.withdrawn or conversation.gate is not Gate.OPEN:
        return None
    moved = conversation.moved_at
    return conversation if moved is None or moved <= link.made_at else None


def _log(work: Work, conversation: Conversation, action: str, detail: str, now: datetime) -> None:
    subject = conversation.reference or conversation.number or conversation.id
    work.audit.record(AuditEntry(now, WORKER, action, subject, "", detail))


def case_of(held: Sequence[Holding]) -> Case | None:
    """The newest case among them."""
    return next((each.case for each in held if each.case is not None), None)
