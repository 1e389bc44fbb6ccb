"""Where one-time links to workers' own copies are kept."""

from datetime import datetime
from typing import Protocol

from bot.domain.copy_link import CopyLink


class CopyLinks(Protocol):
    """One-time links to workers' own copies. Tokens and secrets are kept as keyed hashes only."""

    def add(self, link: CopyLink, token: str) -> None:
        """Keep a new link under its token."""

    def by_token(self, token: str) -> CopyLink | None:
        """The link of a token, locked until the unit of work ends; old and opened ones too."""

    def open(self, token: str, secret: str, until: datetime) -> bool:
        """Use it up for a page with this secret, which ends at `until`; False where it was."""

    def by_secret(self, secret: str) -> CopyLink | None:
        """The link whose page has this secret."""

    def tidy(self, before: datetime) -> int:
        """Forget what ended before; how many."""
