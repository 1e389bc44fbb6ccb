"""What a worker is asked and told about a referral to an agency."""

from bot.domain.agency import Agency, KindRules
from bot.domain.conversation import Conversation
from bot.domain.ids import ConversationId, LanguageCode, QuestionId
from bot.domain.prompt import Button, Line, Literal, Prompt, Value, worker_payload
from bot.domain.referral import Referral

PREFIX = "consent_refer_"
SHORT = 10
"""Letters of the referral's id in the question's, which has 24 bytes."""
DUE = "due:"
"""Begins a mark of a conversation: this card is to be shown when it is safe."""
CHOICES = ("yes", "not_now", "never")


def question_of(referral: Referral) -> QuestionId:
    """The question by which the worker is asked about this referral."""
    return QuestionId(PREFIX + referral.id[:SHORT])


def asked_in(prompt: Prompt) -> str:
    """The question about a referral that a message asks, or an empty string."""
    payloads = (button.payload.split(":") for row in prompt.rows for button in row)
    return next((p[2] for p in payloads if p[0] == "a" and p[2].startswith(PREFIX)), "")


def consent_card(
    conversation: Conversation, referral: Referral, agency: Agency, rules: KindRules
) -> Prompt:
    """Which agency, what it is told, whether the boss learns the name, what may follow."""
    return Prompt(
        (
            # wording: The bot asks the worker whether this agency may be told of the case.
            # wording: {agency}: see refer.agency.
            Line("refer.ask", {"agency": for_worker(agency, conversation.language)}),
            # wording: What the agency is told; said before the worker agrees.
            Line("refer.tells"),
            Line(f"refer.boss.{rules.boss.value}"),
            Line(f"refer.follow.{rules.follow}"),
            # wording: The worker may refuse without losing the centre's help.
            Line("refer.free"),
        ),
        _buttons(conversation.id, question_of(referral)),
    )


def for_worker(agency: Agency, language: LanguageCode) -> Value:
    """What sort of agency it is in the worker's words, and its name."""
    return Line(
        # wording: How an agency is named to the worker: what it is, then its own name.
        "refer.agency",
        {"kind": Line(f"agency.kind.{agency.kind.value}"), "name": Literal(agency.name(language))},
    )


def news(state: str, agency: Agency, language: LanguageCode) -> Line:
    """What became of it: `sent`, `accepted`, `declined`, `completed`."""
    return Line(f"refer.news.{state}", {"agency": for_worker(agency, language)})


def _buttons(conversation: ConversationId, question: QuestionId) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (Button(Line(f"choice.refer.{each}"), worker_payload(conversation, question, each)),)
        for each in CHOICES
    )
