"""A photo for the worker after "write": the case may have gone elsewhere since."""

from bot.domain.incoming import Media, MediaKind
from bot.ports import Work
from bot.usecases.awaited import expect
from bot.usecases.relay_file import FILE

from tests.permission_cells import Cells


async def is_taken(cells: Cells, who: str) -> bool | None:
    """Whether it was; None where it was neither that nor refused. No officer is just a worker."""

    def asked(work: Work) -> None:
        for each in work.directory.officers_with(cells.channel, cells.account(who)):
            expect(work, each, FILE, cells.referral.id)

    seen = await cells.tries(who, Media(MediaKind.PHOTO, "p", "image/jpeg", 4), before=asked)
    taken = any(key.startswith("officer.relay.file_") for key in seen.keys)
    refused = "refused.words.file" in seen.actions
    if who in ("worker", "nobody", "interpreter"):
        return None if taken or refused else False
    return None if taken is refused else taken
