"""Who takes part: a group for every unit, an officer for each of them, and the workers."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.domain.ids import NATIONAL, OPERATOR, Channel, LanguageCode, OfficerId, UnitId
from bot.domain.incoming import Chat
from bot.domain.unit import Officer, Role
from bot.ports import Work

_NAMES: Final = (
    ("Khun Nok", "คุณนก"),
    ("Khun Lek", "คุณเล็ก"),
    ("Khun Ploy", "คุณพลอย"),
    ("Khun Fon", "คุณฝน"),
    ("Khun Tui", "คุณตุ้ย"),
    ("Khun Aom", "คุณออม"),
    ("Khun Nan", "คุณแนน"),
    ("Khun Pim", "คุณพิม"),
    ("Khun Dao", "คุณดาว"),
    ("Khun Mali", "คุณมะลิ"),
    ("Khun Kaew", "คุณแก้ว"),
)
"""Made up, in English and Thai: one for each centre, and one for the national group."""
THAI: Final = LanguageCode("th")


@dataclass(frozen=True, slots=True)
class Worker:
    """A phone: its account, and the language of its profile."""

    id: str
    language: LanguageCode

    @property
    def chat(self) -> Chat:
        """The worker's chat with the bot."""
        return Chat(Channel.SIMULATOR, self.id)

    def speaking(self, language: LanguageCode) -> "Worker":
        """The same phone in another language."""
        return replace(self, language=language)


def group_of(unit: UnitId) -> Chat:
    """The group chat of a unit."""
    return Chat(Channel.SIMULATOR, f"group-{unit}", private=False)


def account_of(unit: UnitId) -> str:
    """The account of a unit's officer, which is the id of the private chat too."""
    return f"officer-{unit}"


def officer_of(unit: UnitId, units: tuple[UnitId, ...], language: LanguageCode) -> Officer:
    """The officer of a unit; `units` gives everybody a name of their own."""
    english, thai = _NAMES[units.index(unit) % len(_NAMES)]
    return Officer(
        OfficerId(f"officer{units.index(unit)}"),
        unit,
        Channel.SIMULATOR,
        account_of(unit),
        thai if language == THAI else english,
        Role.OFFICER,
        language,
        private_open=True,
    )


def with_officers(centres: tuple[UnitId, ...]) -> tuple[UnitId, ...]:
    """The units that have an officer: every centre, and the national group."""
    return (*centres, NATIONAL)


def take_part(
    work: Work, centres: tuple[UnitId, ...], language: LanguageCode, now: datetime
) -> None:
    """Bind every group and enrol every officer; done again it changes names and language."""
    units = with_officers(centres)
    for unit in (*units, OPERATOR):
        work.directory.bind(unit, group_of(unit), now)
    for unit in units:
        known = work.directory.officers_with(Channel.SIMULATOR, account_of(unit))
        fresh = officer_of(unit, units, language)
        # What an officer was asked for is not forgotten because the language changes.
        awaiting = known[0].awaiting if known else ""
        work.directory.enrol(replace(fresh, awaiting=awaiting))
