"""Every message about referrals to agencies whose key is put together, with its context."""

from collections.abc import Iterable, Iterator

from bot.domain.agency import BossLearns, KindRules, Reach
from bot.domain.consent import HeardBy, Willing
from bot.domain.wording import Audience, Key, Kind
from bot.flows.agency_card import BUTTONS, DECLINE_REASONS, OUTCOMES, PRIVATE
from bot.flows.agency_letter import REPORTS
from bot.flows.agency_steps import STEPS, TRIED
from bot.flows.refer_consent import CHOICES
from bot.flows.referring import GROUNDS

FOLLOWS = {
    "inspect": "labour inspectors may visit the workplace",
    "investigate": "the police may ask questions and open a case",
    "shelter": "a safe place to stay may be offered",
    "care": "a doctor or nurse may examine or treat",
    "benefits": "social security may ask for papers",
    "advise": "somebody may call, meet or advise",
}
NEWS = ("sent", "accepted", "declined", "completed")
STATES = (
    "not_put",
    "asked",
    "not_now",
    "agreed",
    "refused",
    "sent",
    "acknowledged",
    "accepted",
    "declined",
    "completed",
    "revoked",
)
SENDER_BUTTONS = (
    "want.done",
    "heard",
    "vital",
    "send",
    "reached.yes",
    "reached.no",
    "letter",
    "told.accepted",
    "told.declined",
    "told.completed",
    "revoke",
)


def agency_keys(kinds: Iterable[KindRules]) -> Iterator[Key]:
    """What a worker and what officers are told, by the kinds of agencies."""
    rules = tuple(kinds)
    yield from _worker(rules)
    yield from _group()
    yield from _choices(rules)
    for state in STATES:
        yield _text(f"officer.refer.state.{state}", f"How a referral stands: {state}.")
    for way in (Reach.GROUP, Reach.LETTER):
        yield _text(f"officer.reach.{way.value}", f"How an agency is reached: {way.value}.")
    for how in HeardBy:
        yield _text(f"officer.heard.{how.value}", f"How the worker's answer came: {how.value}.")
    for name in SENDER_BUTTONS:
        yield _button(f"officer.button.refer.{name}", f"Under a referral: {name}.")
    for to in REPORTS:
        yield _text(f"officer.report.to.{to}", f"Addressee of a report, formally: {to}.")


def _worker(rules: tuple[KindRules, ...]) -> Iterator[Key]:
    for each in rules:
        about = f"What sort of agency, as the worker would say: {each.kind.value}."
        yield Key(f"agency.kind.{each.kind.value}", about)
    for boss in BossLearns:
        about = f"Does the employer learn the worker's name through this agency? {boss.value}."
        yield Key(f"refer.boss.{boss.value}", about)
    for name, about in FOLLOWS.items():
        yield Key(f"refer.follow.{name}", f"What may follow, no promise: {about}.")
    for value in CHOICES:
        about = f"Button: may this agency be told? {value}."
        yield Key(f"choice.refer.{value}", about, Kind.BUTTON)
    for value in (Willing.NOT_NOW, Willing.NEVER):
        yield Key(f"refer.said.{value.value}", f"After the worker chose {value.value}.")
    for state in NEWS:
        about = f"The worker hears what became of the referral to {{agency}}: {state}."
        yield Key(f"refer.news.{state}", about)


def _group() -> Iterator[Key]:
    for state in ("acknowledged", "accepted", "declined", "completed", "revoked"):
        about = f"The card in an agency's group, {state}: {{reference}} {{name}} {{time}}."
        yield _text(f"group.agency.{state}", about)
    stands = (*BUTTONS.values(), *PRIVATE.values())
    for action in sorted({a for rows in stands for row in rows for a in row} - {"take"}):
        yield _button(f"group.button.{action}", "An agency's officer does this with a referral.")
    for state in ("sent", "acknowledged", "accepted"):
        yield _text(f"officer.agency.state.{state}", f"On an agency's list of referrals: {state}.")


def _choices(rules: tuple[KindRules, ...]) -> Iterator[Key]:
    said = [value.value for value in (*HeardBy, *Willing) if value is not HeardBy.BOT]
    for action, values in (
        ("want", dict.fromkeys(want for each in rules for want in each.asks)),
        ("decline", DECLINE_REASONS),
        ("complete", OUTCOMES),
        ("tried", TRIED),
        ("plan", STEPS),
        ("vital", GROUNDS),
        ("heard", said),
        ("report", (*REPORTS, "sent")),
    ):
        for value in values:
            yield _button(f"officer.choice.{action}.{value}", f"Choice of {action}: {value}.")


def _text(msgid: str, about: str) -> Key:
    return Key(msgid, about, Kind.TEXT, Audience.OFFICER)


def _button(msgid: str, about: str) -> Key:
    return Key(msgid, about, Kind.BUTTON, Audience.OFFICER)
