"""Samples to train with: agencies, who is on call, an interpreter. All of them are made up."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.demo.cast import THAI, account_of, group_of
from bot.demo.clock import BANGKOK
from bot.domain.agency import Agency, AgencyKind, Reach
from bot.domain.ids import Channel, InterpreterId, LanguageCode, OfficerId, UnitId
from bot.domain.interpreter import Interpreter, Sex
from bot.domain.roster import Roster, WeeklyShift, next_end
from bot.domain.unit import Officer, Role
from bot.ports import Work

AGENCIES: Final = (
    Agency(
        UnitId("labour-sample"),
        AgencyKind.LABOUR_PROTECTION,
        "คุ้มครองแรงงาน (ตัวอย่าง)",
        "Labour office (sample)",
        reach=Reach.GROUP,
    ),
    Agency(
        UnitId("social-sample"),
        AgencyKind.SOCIAL_DEVELOPMENT,
        "พมจ. (ตัวอย่าง)",
        "Social development (sample)",
        reach=Reach.GROUP,
    ),
)
"""No such offices: each is one group, for the whole country, without a number or an address."""
_PEOPLE: Final = (("Khun Som", "คุณส้ม"), ("Khun Bua", "คุณบัว"))
INTERPRETER: Final = UnitId("interpreter")
"""Stands among the units of the page alone, so that there is a private chat to look at."""
_INTERPRETERS: Final = ("Ma Thida (sample)", "มะธิดา (ตัวอย่าง)")
_LANGUAGES: Final = tuple(LanguageCode(each) for each in ("my", "km", "lo", "vi"))
_OPENS, _CLOSES = timedelta(hours=8, minutes=30), timedelta(hours=16, minutes=30)
_WORKING_DAYS: Final = range(5)


def people(language: LanguageCode) -> dict[UnitId, str]:
    """Who sits in each sample, by its name among the units."""
    thai = language == THAI
    named = {agency.id: who[thai] for agency, who in zip(AGENCIES, _PEOPLE, strict=True)}
    return {**named, INTERPRETER: _INTERPRETERS[thai]}


def titles(language: LanguageCode) -> dict[UnitId, str]:
    """What each sample is called."""
    named = {agency.id: agency.name(language) for agency in AGENCIES}
    return {**named, INTERPRETER: "ล่าม" if language == THAI else "Interpreter"}


def bring_in(work: Work, centres: Iterable[UnitId], language: LanguageCode, now: datetime) -> None:
    """Put the samples on file; done again it changes names and language."""
    names = people(language)
    for agency in AGENCIES:
        work.agencies.save(agency)
        work.directory.bind(agency.id, group_of(agency.id), now)
        work.directory.enrol(_officer(work, agency, names[agency.id], language))
    _interpreter(work, names[INTERPRETER], language)
    for unit in centres:
        _on_call(work, unit, now)


def _officer(work: Work, agency: Agency, name: str, language: LanguageCode) -> Officer:
    account = account_of(agency.id)
    known = work.directory.officers_with(Channel.SIMULATOR, account)
    return Officer(
        OfficerId(f"of-{agency.id}"),
        agency.id,
        Channel.SIMULATOR,
        account,
        name,
        Role.OFFICER,
        language,
        private_open=True,
        awaiting=known[0].awaiting if known else "",
    )


def _interpreter(work: Work, name: str, language: LanguageCode) -> None:
    which = InterpreterId("interpreter1")
    known = work.interpreters.get(which) or Interpreter(
        which, Channel.SIMULATOR, account_of(INTERPRETER), name, _LANGUAGES, Sex.FEMALE
    )
    work.interpreters.enrol(replace(known, name=name, language=language, private_open=True))


def _on_call(work: Work, unit: UnitId, now: datetime) -> None:
    """The unit's officer, on working days in office hours; a roster that stands is left alone."""
    if work.rosters.of(unit, locked=True).weekly:
        return
    (officer, *_) = work.directory.officers_with(Channel.SIMULATOR, account_of(unit))
    weekly = tuple(WeeklyShift(officer.id, day, _OPENS, _CLOSES) for day in _WORKING_DAYS)
    roster = Roster(unit, weekly=weekly, tended_at=now)
    work.rosters.save(roster, next_end(roster, now, BANGKOK))
