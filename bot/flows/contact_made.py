"""How an officer tells that they reached the worker, or tried to."""

from bot.domain.conversation import Conversation
from bot.domain.prompt import Prompt
from bot.domain.referral import Referral
from bot.flows.officer import contact
from bot.flows.officer_rows import Rows, about, choices, to_case
from bot.flows.worked import CONTACT_WAYS

ACTION = "contact"


def how(referral: Referral, conversation: Conversation) -> Prompt:
    """By which way; above it, what the worker allows."""
    lines = (about("officer.ask.contact", referral), contact(conversation))
    return Prompt(lines, (*choices(ACTION, CONTACT_WAYS, referral), *to_case(referral)))


def result(referral: Referral, way: str) -> Prompt:
    """What came of it."""
    rows: Rows = choices(ACTION, CONTACT_WAYS[way], referral, chosen=f"{way}.", key="result")
    return Prompt((about("officer.ask.result", referral),), (*rows, *to_case(referral)))
