"""One-time links to workers' own copies, by keyed hashes of what opens them."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update

from bot.domain.copy_link import CopyLink
from bot.domain.ids import ConversationId
from storage.tables import copy_links, micros, moment
from storage.transaction import Row, Transaction

_ADD: Final = (
    insert(copy_links)
    .inline()
    .values(
        token=bindparam("token"),
        conversation=bindparam("conversation"),
        made_at=bindparam("made_at"),
        expires_at=bindparam("expires_at"),
        opened=False,
    )
)
_LINK: Final = select(
    copy_links.c.conversation,
    copy_links.c.made_at,
    copy_links.c.expires_at,
    copy_links.c.opened,
)
_BY_TOKEN: Final = _LINK.where(copy_links.c.token == bindparam("which")).with_for_update()
_BY_SECRET: Final = _LINK.where(copy_links.c.secret == bindparam("which"))
_OPEN: Final = (
    update(copy_links)
    .where(copy_links.c.token == bindparam("which"), copy_links.c.opened.is_(False))
    .values(opened=True, secret=bindparam("new"), expires_at=bindparam("until"))
)
_TIDY: Final = delete(copy_links).where(copy_links.c.expires_at < bindparam("before"))


class CopyLinks:
    """Implements `bot.ports.CopyLinks`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, link: CopyLink, token: str) -> None:
        """Keep a new link under its token."""
        self._transaction.change(
            _ADD,
            token=self._token(token),
            conversation=link.conversation,
            made_at=micros(link.made_at),
            expires_at=micros(link.expires_at),
        )

    def by_token(self, token: str) -> CopyLink | None:
        """The link of a token, locked until the unit of work ends; old and opened ones too."""
        return _link(self._transaction.one(_BY_TOKEN, which=self._token(token)))

    def open(self, token: str, secret: str, until: datetime) -> bool:
        """Use it up for a page with this secret, which ends at `until`; False where it was."""
        new, which = self._secret(secret), self._token(token)
        return bool(self._transaction.change(_OPEN, which=which, new=new, until=micros(until)))

    def by_secret(self, secret: str) -> CopyLink | None:
        """The link whose page has this secret."""
        return _link(self._transaction.one(_BY_SECRET, which=self._secret(secret)))

    def tidy(self, before: datetime) -> int:
        """Forget what ended before; how many."""
        return self._transaction.change(_TIDY, before=micros(before))

    def _token(self, token: str) -> bytes:
        return self._transaction.digest("copy_link.token", token)

    def _secret(self, secret: str) -> bytes:
        return self._transaction.digest("copy_link.secret", secret)


def _link(row: Row | None) -> CopyLink | None:
    if row is None:
        return None
    conversation, made_at, expires_at, opened = row
    return CopyLink(
        ConversationId(conversation), moment(made_at), moment(expires_at), opened=bool(opened)
    )
