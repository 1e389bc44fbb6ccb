"""One-time links into cases, by keyed hashes of what opens them; officers' PINs, sealed."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.domain.case_link import CaseLink, LinkTo, Pin
from bot.domain.ids import Channel, OfficerId, ReferralId
from storage.tables import case_links, micros, moment, pins
from storage.transaction import Row, Transaction, opened, sealed

_ADD: Final = (
    insert(case_links)
    .inline()
    .values(
        token=bindparam("token"),
        officer=bindparam("officer"),
        referral=bindparam("referral"),
        what=bindparam("what"),
        expires_at=bindparam("expires_at"),
        opened=False,
    )
)
_LINK: Final = select(
    case_links.c.officer,
    case_links.c.referral,
    case_links.c.what,
    case_links.c.expires_at,
    case_links.c.opened,
)
_BY_TOKEN: Final = _LINK.where(case_links.c.token == bindparam("which")).with_for_update()
_BY_SECRET: Final = _LINK.where(case_links.c.secret == bindparam("which"))
_OPEN: Final = (
    update(case_links)
    .where(case_links.c.token == bindparam("which"), case_links.c.opened.is_(False))
    .values(opened=True, secret=bindparam("new"), expires_at=bindparam("until"))
)
_TIDY: Final = delete(case_links).where(case_links.c.expires_at < bindparam("before"))

_PIN: Final = select(pins.c.sealed).where(pins.c.account == bindparam("which")).with_for_update()
_save = insert(pins).inline().values(account=bindparam("account"), sealed=bindparam("sealed"))
_SAVE_PIN: Final = _save.on_conflict_do_update(
    index_elements=[pins.c.account], set_={"sealed": _save.excluded.sealed}
)
_FORGET_PIN: Final = delete(pins).where(pins.c.account == bindparam("which"))


class CaseLinks:
    """Implements `bot.ports.CaseLinks`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, link: CaseLink, token: str) -> None:
        """Keep a new link under its token."""
        self._transaction.change(
            _ADD,
            token=self._token(token),
            officer=link.officer,
            referral=link.referral,
            what=link.what.value,
            expires_at=micros(link.expires_at),
        )

    def by_token(self, token: str) -> CaseLink | None:
        """The link of a token, locked until the unit of work ends; old and opened ones too."""
        return _link(self._transaction.one(_BY_TOKEN, which=self._token(token)))

    def open(self, token: str, secret: str, until: datetime) -> bool:
        """Use it up for a page with this secret, which ends at `until`; False where it was."""
        new, which = self._secret(secret), self._token(token)
        return bool(self._transaction.change(_OPEN, which=which, new=new, until=micros(until)))

    def by_secret(self, secret: str) -> CaseLink | None:
        """The link whose page has this secret."""
        return _link(self._transaction.one(_BY_SECRET, which=self._secret(secret)))

    def tidy(self, before: datetime) -> int:
        """Forget what ended before; how many."""
        return self._transaction.change(_TIDY, before=micros(before))

    def _token(self, token: str) -> bytes:
        return self._transaction.digest("case_link.token", token)

    def _secret(self, secret: str) -> bytes:
        return self._transaction.digest("case_link.secret", secret)


class Pins:
    """Implements `bot.ports.Pins`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._sealer = transaction.keyring.service("pins")

    def get(self, channel: Channel, account: str) -> Pin:
        """The PIN, locked until the unit of work ends; an empty one where none was ever set."""
        key = self._account(channel, account)
        self._transaction.lock("pin", key)  # where there is no row yet, there is none to lock
        row = self._transaction.one(_PIN, which=key)
        return Pin() if row is None else opened(self._sealer, Pin, row[0], "pins", key.hex())

    def save(self, channel: Channel, account: str, pin: Pin) -> None:
        """Store it."""
        key = self._account(channel, account)
        blob = sealed(self._sealer, pin, "pins", key.hex())
        self._transaction.change(_SAVE_PIN, account=key, sealed=blob)

    def forget(self, channel: Channel, account: str) -> bool:
        """Remove it, so that a new one can be set; whether there was one."""
        return bool(self._transaction.change(_FORGET_PIN, which=self._account(channel, account)))

    def _account(self, channel: Channel, account: str) -> bytes:
        return self._transaction.digest("account", channel.value, account)


def _link(row: Row | None) -> CaseLink | None:
    if row is None:
        return None
    officer, referral, what, expires_at, was_opened = row
    return CaseLink(
        OfficerId(officer),
        ReferralId(referral),
        LinkTo(what),
        moment(expires_at),
        opened=bool(was_opened),
    )
