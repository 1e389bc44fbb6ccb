"""Where one-time links and officers' PINs are kept."""

from datetime import datetime
from typing import Protocol

from bot.domain.case_link import CaseLink, Pin
from bot.domain.ids import Channel


class CaseLinks(Protocol):
    """One-time links into cases. Tokens and secrets are kept as keyed hashes only."""

    def add(self, link: CaseLink, token: str) -> None:
        """Keep a new link under its token."""

    def by_token(self, token: str) -> CaseLink | None:
        """The link of a token, locked until the unit of work ends; old and opened ones too."""

    def open(self, token: str, secret: str, until: datetime) -> bool:
        """Use it up for a page with this secret, which ends at `until`; False where it was."""

    def by_secret(self, secret: str) -> CaseLink | None:
        """The link whose page has this secret."""

    def tidy(self, before: datetime) -> int:
        """Forget what ended before; how many."""


class Pins(Protocol):
    """Officers' PINs, one for an account, whatever units it is enrolled for."""

    def get(self, channel: Channel, account: str) -> Pin:
        """The PIN, locked until the unit of work ends; an empty one where none was ever set."""

    def save(self, channel: Channel, account: str, pin: Pin) -> None:
        """Store it."""

    def forget(self, channel: Channel, account: str) -> bool:
        """Remove it, so that a new one can be set; whether there was one."""
