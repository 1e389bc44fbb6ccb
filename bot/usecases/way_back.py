"""No screen of an officer is a dead end: from each there is a way to the case, or to the list."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.prompt import Prompt
from bot.flows.my_cases import TO_LIST
from bot.flows.officer_rows import leading_back
from bot.ports import Work
from bot.usecases.held_case import Held, held_case


def with_way_back(work: Work, held: Held, prompts: Sequence[Prompt]) -> Sequence[Prompt]:
    """The screens, the last one with a way to the details; to the list once the case is gone."""
    if not prompts:
        return prompts
    seen = held_case(work, held.incoming, "open", held.referral.id, held.now)
    last = prompts[-1]
    last = with_list(last) if seen is None else leading_back(last, held.referral)
    return [*prompts[:-1], last]


def with_list(prompt: Prompt) -> Prompt:
    """A screen about no case in particular: where it has no button, the list is one tap away."""
    return prompt if prompt.rows else on_to_list(prompt)


def on_to_list(prompt: Prompt) -> Prompt:
    """A screen with the list one tap away, under whatever else it has."""
    return replace(prompt, rows=(*prompt.rows, *TO_LIST))
