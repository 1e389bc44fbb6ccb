"""Agencies a case can be referred to: what they are, whom they serve, how they are reached."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.case import CaseFacts
from bot.domain.ids import LanguageCode, ProvinceCode, UnitId

NAME = re.compile(r"[a-z][a-z0-9-]{1,17}")
"""An agency's id stands in the payload of a button, which has little room."""


class AgencyKind(StrEnum):
    """What sort of agency. Employer, agent, embassy and immigration are none (rules 12, 33)."""

    LABOUR_PROTECTION = "labour_protection"
    PROVINCIAL_EMPLOYMENT = "provincial_employment"
    SOCIAL_DEVELOPMENT = "social_development"
    CHILDREN_HOME = "children_home"
    SHELTER = "shelter"
    POLICE = "police"
    HOSPITAL_CRISIS = "hospital_crisis"
    SOCIAL_SECURITY = "social_security"
    PORT_IN_PORT_OUT = "port_in_port_out"
    TRAFFICKING_CENTER = "trafficking_center"
    NGO = "ngo"


class Reach(StrEnum):
    """How an agency is reached: for a phone number or a letter an officer does it."""

    GROUP = "group"
    PHONE = "phone"
    LETTER = "letter"


class BossLearns(StrEnum):
    """Whether the employer learns the worker's name through this kind of agency."""

    YES = "yes"
    NO = "no"
    ASKS_FIRST = "asks_first"


@dataclass(frozen=True, slots=True)
class KindRules:
    """What holds for all agencies of a kind, as shipped.

    `lead` and `also` are the categories it answers for and is told of besides; `follow` names what
    may follow for the worker, `asks` what can be asked of it, `hotline` its national number's key.
    `vital`: with a recorded ground it may be told without consent when a life is in danger.
    """

    kind: AgencyKind
    lead: tuple[str, ...]
    also: tuple[str, ...]
    boss: BossLearns
    follow: str
    asks: tuple[str, ...]
    hotline: str = ""
    vital: bool = False


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency; what is not known is empty. No `provinces` is the whole country.

    `categories` are those it accepts, where they differ from its kind's.
    """

    id: UnitId
    kind: AgencyKind
    name_th: str
    name_en: str = ""
    provinces: tuple[ProvinceCode, ...] = ()
    categories: tuple[str, ...] = ()
    reach: Reach = Reach.PHONE
    phone: str = ""
    address: str = ""
    active: bool = True

    def name(self, language: LanguageCode) -> str:
        """Its name for a reader of this language: Thai for Thai, else English if there is one."""
        return self.name_th if language == "th" else self.name_en or self.name_th

    def serves(self, province: ProvinceCode | None) -> bool:
        """Whether it answers for a province; one for the whole country always does."""
        return not self.provinces or province in self.provinces

    def has_contact(self, groups: int) -> bool:
        """Whether it can be reached as it is on file."""
        ways = {Reach.GROUP: groups > 0, Reach.PHONE: self.phone, Reach.LETTER: self.address}
        return bool(ways[self.reach])


@dataclass(frozen=True, slots=True)
class Offer:
    """An agency as a choice: `rank` 0 leads for the categories, 1 is told besides, 2 neither."""

    agency: Agency
    rank: int
    reachable: bool


def offers(
    agencies: Iterable[Agency],
    rules: Mapping[AgencyKind, KindRules],
    facts: CaseFacts,
    reachable: Iterable[UnitId],
) -> tuple[Offer, ...]:
    """The agencies for a case: those that lead first, and of these the reachable first.

    The police stand last where the worker said no to them. One the worker does not want, or that
    does not serve the province, is not offered.
    """
    known = frozenset(reachable)
    found = [
        Offer(each, _rank(each, rules[each.kind], facts), each.id in known)
        for each in agencies
        if each.active and each.id not in facts.unwanted and each.serves(facts.province)
    ]
    return tuple(sorted(found, key=lambda o: (o.rank, not o.reachable, o.agency.id)))


def _rank(agency: Agency, rules: KindRules, facts: CaseFacts) -> int:
    if agency.kind is AgencyKind.POLICE and facts.police == "no":
        return 2
    chosen = {c for c in facts.categories if not agency.categories or c in agency.categories}
    if chosen & {*rules.lead}:
        return 0
    return 1 if chosen & {*rules.also, *agency.categories} else 2
