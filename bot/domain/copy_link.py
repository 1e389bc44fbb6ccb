"""A one-time link to a worker's own copy."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ConversationId


@dataclass(frozen=True, slots=True)
class CopyLink:
    """A link into what is kept of one person; its token and its page's secret stand beside it.

    Until it is `opened` it `expires_at` as a link; from then on as the page it opened.
    """

    conversation: ConversationId
    made_at: datetime
    expires_at: datetime
    opened: bool = False

    def may_open(self, now: datetime) -> bool:
        """Whether the link can still be opened: once, and not too late."""
        return not self.opened and now < self.expires_at

    def is_open(self, now: datetime) -> bool:
        """Whether the page it opened still shows something."""
        return self.opened and now < self.expires_at
