"""What platforms have of our files already, kept in the database for all processes."""

from dataclasses import dataclass

from bot.ports import Store


@dataclass(frozen=True, slots=True)
class MarkedUploads:
    """Implements `bot.ports.Uploads` for one `account`: what one bot has another has not."""

    store: Store
    account: str

    async def known(self, name: str) -> str:
        """The platform's reference to it, or an empty string."""
        return await self.store.read(lambda work: work.marks.get(self._mark(name)))

    async def keep(self, name: str, file: str) -> None:
        """Remember it; an empty `file` forgets it."""
        await self.store.write(lambda work: work.marks.set(self._mark(name), file))

    def _mark(self, name: str) -> str:
        return f"sound.{self.account}.{name}"
