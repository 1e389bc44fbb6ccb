"""Which centre a complaint belongs to."""

import csv
import math
from dataclasses import replace
from pathlib import Path

import pytest
from bot.data.places import load_gazetteer, load_routing_policy, thai_order
from bot.domain.ids import NATIONAL, DistrictCode, LanguageCode, ProvinceCode, UnitId
from bot.domain.place import (
    Centre,
    Gazetteer,
    Province,
    Region,
    UnknownPlace,
    display,
    display_district,
    nearest_province,
)
from bot.domain.position import Position, Sites
from bot.domain.route import AtSea, Reason, RoutingPolicy
from bot.domain.routing import route
from hypothesis import given, settings
from hypothesis import strategies as st

PLACES = load_gazetteer()
POLICY = load_routing_policy()
THAI, ENGLISH, BURMESE = LanguageCode("th"), LanguageCode("en"), LanguageCode("my")
SANGKHLA_BURI = DistrictCode("7108")
KANCHANABURI, TAK, TRANG = ProvinceCode("TH-71"), ProvinceCode("TH-63"), ProvinceCode("TH-92")
SAMUT_SAKHON, TAK_CENTRE = UnitId("samut-sakhon"), UnitId("tak")
YANGON = Position(16.8, 96.15)

somewhere = st.builds(Position, st.floats(5.5, 20.6), st.floats(97.2, 105.8))
anywhere = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180))
some_centres = st.frozensets(st.sampled_from(sorted(PLACES.centres)))


def brute_order(position: Position) -> list[UnitId]:
    """Centres by geodesic distance, each measured."""
    return sorted(PLACES.centres, key=lambda each: position.km_to(PLACES.centres[each].position))


def test_there_are_77_provinces_928_districts_and_ten_centres() -> None:
    assert len(PLACES.provinces) == 77
    assert len(PLACES.districts) == 928
    assert len(PLACES.centres) == 10
    assert {each.province for each in PLACES.districts.values()} == set(PLACES.provinces)


@pytest.mark.parametrize("province", PLACES.provinces.values(), ids=lambda each: each.code)
def test_a_province_alone_routes_to_the_centre_of_the_table(province: Province) -> None:
    chosen = route(PLACES, POLICY, province=province.code)
    ordered = [each for each in brute_order(province.capital) if each != province.centre]
    assert chosen.centre == province.centre
    assert chosen.second == (province.second_centre or ordered[0])
    assert chosen.province == province.code
    own = {each.province for each in PLACES.centres.values()}
    expected = Reason.OWN_CENTRE if province.code in own else Reason.PROVINCE_TABLE
    assert chosen.reason is expected
    centre = PLACES.centres[province.centre].position
    assert chosen.distance_km == pytest.approx(province.capital.km_to(centre))


def test_sangkhla_buri_belongs_to_samut_sakhon_though_mae_sot_is_nearer_by_straight_line() -> None:
    seat = PLACES.districts[SANGKHLA_BURI].seat
    assert seat is not None
    by_district = route(PLACES, POLICY, district=SANGKHLA_BURI)
    by_location = route(PLACES, POLICY, position=seat)
    assert brute_order(seat)[0] == TAK_CENTRE
    for chosen in (by_district, by_location):
        assert (chosen.centre, chosen.second) == (SAMUT_SAKHON, TAK_CENTRE)
        assert chosen.reason is Reason.DISTRICT_OVERRIDE
        assert chosen.province == KANCHANABURI
        assert not chosen.close


def test_a_location_told_to_be_in_kanchanaburi_is_weighed_by_kanchanaburis_districts() -> None:
    north_of_it = Position(15.75, 98.6)
    assert nearest_province(PLACES, north_of_it)[0].code != KANCHANABURI
    chosen = route(PLACES, POLICY, province=KANCHANABURI, position=north_of_it)
    assert (chosen.centre, chosen.reason) == (SAMUT_SAKHON, Reason.DISTRICT_OVERRIDE)


def test_without_its_centre_an_override_does_not_hold() -> None:
    chosen = route(PLACES, POLICY, district=SANGKHLA_BURI, unwanted=frozenset({SAMUT_SAKHON}))
    assert (chosen.centre, chosen.reason) == (TAK_CENTRE, Reason.NEAREST_BY_DISTRICT)


@pytest.mark.parametrize("centre", PLACES.centres.values(), ids=lambda each: each.id)
def test_in_a_centres_own_town_that_centre_is_chosen(centre: Centre) -> None:
    chosen = route(PLACES, POLICY, position=centre.position)
    assert (chosen.centre, chosen.reason) == (centre.id, Reason.OWN_CENTRE)
    assert chosen.distance_km == pytest.approx(0, abs=0.01)
    assert chosen.second == brute_order(centre.position)[1]


def test_a_province_with_a_centre_keeps_its_people_even_where_another_is_nearer() -> None:
    umphang = PLACES.districts[DistrictCode("6308")]
    pak_chong = PLACES.districts[DistrictCode("3021")]
    for district in (umphang, pak_chong):
        chosen = route(PLACES, POLICY, position=district.seat)
        assert PLACES.centres[chosen.centre].province == district.province
        assert chosen.reason is Reason.OWN_CENTRE


def test_a_district_counts_where_the_province_asks_for_it_and_its_seat_is_known() -> None:
    for district in PLACES.districts.values():
        chosen = route(PLACES, POLICY, province=district.province, district=district.code)
        province = PLACES.provinces[district.province]
        if chosen.reason is Reason.NEAREST_BY_DISTRICT:
            assert province.ask_district
            assert district.seat is not None
            assert [chosen.centre, chosen.second] == brute_order(district.seat)[:2]
        elif chosen.reason is Reason.PROVINCE_TABLE:
            assert not province.ask_district or district.seat is None
            assert chosen.centre == province.centre
        else:
            assert chosen.reason in {Reason.OWN_CENTRE, Reason.DISTRICT_OVERRIDE}


def test_a_district_outside_the_province_told_with_it_is_refused() -> None:
    with pytest.raises(UnknownPlace, match="7108 is in TH-71"):
        route(PLACES, POLICY, province=TAK, district=SANGKHLA_BURI)
    with pytest.raises(UnknownPlace, match="TH-99"):
        route(PLACES, POLICY, province=ProvinceCode("TH-99"))


def test_an_unwanted_table_centre_gives_way_to_the_second_one() -> None:
    trang = PLACES.provinces[TRANG]
    chosen = route(PLACES, POLICY, province=TRANG, unwanted=frozenset({trang.centre}))
    assert chosen.centre == trang.second_centre
    assert chosen.second == brute_order(trang.capital)[2]


@given(position=somewhere, unwanted=some_centres)
def test_an_unwanted_centre_is_never_chosen_nor_second(
    position: Position, unwanted: frozenset[UnitId]
) -> None:
    for chosen in (
        route(PLACES, POLICY, position=position, unwanted=unwanted),
        route(PLACES, POLICY, position=position, at_sea=AtSea(), unwanted=unwanted),
        route(PLACES, POLICY, position=position, outside_thailand=True, unwanted=unwanted),
        route(PLACES, POLICY, province=KANCHANABURI, position=position, unwanted=unwanted),
        route(PLACES, POLICY, district=SANGKHLA_BURI, unwanted=unwanted),
        route(PLACES, POLICY, at_sea=AtSea(home_port=TRANG), unwanted=unwanted),
    ):
        assert not {chosen.centre, chosen.second} & unwanted
        assert chosen.centre != chosen.second


def test_with_every_centre_unwanted_the_national_group_has_it() -> None:
    chosen = route(PLACES, POLICY, province=TAK, unwanted=frozenset(PLACES.centres))
    assert (chosen.centre, chosen.second) == (NATIONAL, None)
    assert chosen.reason is Reason.NO_CENTRE_LEFT


def test_the_national_group_cannot_be_left_out() -> None:
    assert route(PLACES, POLICY, unwanted=frozenset({NATIONAL})).centre == NATIONAL


def test_at_sea_the_home_port_comes_before_the_landing_and_the_location() -> None:
    ranong, songkhla = ProvinceCode("TH-85"), ProvinceCode("TH-90")
    gulf = Position(9.2, 101.2)
    port = route(PLACES, POLICY, at_sea=AtSea(home_port=songkhla, landing=ranong), position=gulf)
    landing = route(PLACES, POLICY, at_sea=AtSea(landing=ranong), position=gulf)
    location = route(PLACES, POLICY, at_sea=AtSea(), position=gulf)
    assert (port.centre, port.reason) == ("songkhla", Reason.AT_SEA_HOME_PORT)
    assert (landing.centre, landing.reason) == ("ranong", Reason.AT_SEA_LANDING)
    assert [location.centre, location.second] == brute_order(gulf)[:2]
    assert location.reason is Reason.AT_SEA_LOCATION


def test_a_boat_far_out_still_belongs_to_the_nearest_centre() -> None:
    chosen = route(PLACES, POLICY, at_sea=AtSea(), position=Position(-6.0, 106.0))
    assert (chosen.centre, chosen.reason) == ("songkhla", Reason.AT_SEA_LOCATION)


def test_a_boat_of_which_nothing_is_known_is_routed_by_what_else_was_told() -> None:
    assert route(PLACES, POLICY, at_sea=AtSea()).reason is Reason.NOTHING_KNOWN
    assert route(PLACES, POLICY, at_sea=AtSea(), province=TAK).centre == TAK_CENTRE


def test_outside_thailand_the_national_group_has_it_and_the_nearest_centre_is_second() -> None:
    told = route(PLACES, POLICY, outside_thailand=True, position=Position(16.69, 98.51))
    seen = route(PLACES, POLICY, position=YANGON)
    for chosen in (told, seen):
        assert (chosen.centre, chosen.second) == (NATIONAL, TAK_CENTRE)
        assert chosen.reason is Reason.OUTSIDE_THAILAND
        assert chosen.distance_km is None
        assert chosen.second_km is not None
    assert route(PLACES, POLICY, outside_thailand=True).second is None


def test_with_nothing_known_the_national_group_has_it() -> None:
    assert route(PLACES, POLICY).as_json() == {
        "centre": "national",
        "second": None,
        "distance_km": None,
        "second_km": None,
        "province": None,
        "reason": "nothing_known",
    }


def test_no_land_in_thailand_is_taken_for_abroad() -> None:
    for district in PLACES.districts.values():
        if district.seat is not None:
            chosen = route(PLACES, POLICY, position=district.seat)
            assert chosen.reason is not Reason.OUTSIDE_THAILAND


def test_two_centres_about_as_near_are_both_to_be_shown() -> None:
    sa_kaeo = PLACES.provinces[ProvinceCode("TH-27")]
    chiang_rai = PLACES.provinces[ProvinceCode("TH-57")]
    assert route(PLACES, POLICY, position=sa_kaeo.capital).close
    assert not route(PLACES, POLICY, position=chiang_rai.capital).close


@given(position=somewhere)
def test_the_runner_up_is_close_exactly_within_the_share_of_the_policy(position: Position) -> None:
    strict = replace(POLICY, overrides={}, close_within=0.0)
    chosen = route(PLACES, POLICY, position=position, at_sea=AtSea())
    assert chosen.distance_km is not None
    assert chosen.second_km is not None
    assert chosen.close == (chosen.second_km <= 1.1 * chosen.distance_km)
    tight = route(PLACES, strict, position=position, at_sea=AtSea())
    assert tight.close == (chosen.second_km <= chosen.distance_km)


def roughly(one: Position, other: Position) -> float:
    """Distance in km on a sphere, right to 0.6 %."""
    up, across = math.radians(other.lat - one.lat), math.radians(other.lon - one.lon)
    rings = math.cos(math.radians(one.lat)) * math.cos(math.radians(other.lat))
    return 12742 * math.asin(math.sqrt(math.sin(up / 2) ** 2 + rings * math.sin(across / 2) ** 2))


@settings(max_examples=500, deadline=None)
@given(position=somewhere)
def test_a_location_gets_what_the_rules_say_when_everything_is_measured(
    position: Position,
) -> None:
    seated = [(each, each.seat) for each in PLACES.districts.values() if each.seat is not None]
    near = sorted(seated, key=lambda each: roughly(position, each[1]))[:12]
    seat, there = min(near, key=lambda each: position.km_to(each[1]))
    own = [each.id for each in PLACES.centres.values() if each.province == seat.province]
    if position.km_to(there) > POLICY.outside_beyond_km:
        expected = NATIONAL
    elif seat.code in POLICY.overrides:
        expected = POLICY.overrides[seat.code]
    else:
        expected = own[0] if own else brute_order(position)[0]
    assert route(PLACES, POLICY, position=position).centre == expected


@given(position=anywhere, count=st.integers(1, 11))
def test_the_quick_search_finds_what_measuring_everything_finds(
    position: Position, count: int
) -> None:
    found = PLACES.centre_sites.nearest(position, count)
    kilometres = [position.km_to(PLACES.centres[each].position) for each in found]
    slow = [position.km_to(PLACES.centres[each].position) for each in brute_order(position)]
    assert kilometres == pytest.approx(slow[:count], abs=1e-6)


def test_of_two_sites_whose_chords_mislead_the_nearer_by_geodesic_comes_first() -> None:
    here, north, east = Position(0, 0), Position(20, 0), Position(0, 19.8728)
    assert math.dist(here.vector, north.vector) < math.dist(here.vector, east.vector)
    assert here.km_to(east) < here.km_to(north)
    assert Sites.of([("north", north), ("east", east)]).nearest(here, 2) == ("east", "north")
    assert Sites.of([("north", north), ("east", east)]).nearest(here) == ("east",)


@given(position=somewhere, km=st.floats(1, 900))
def test_within_means_that_the_geodesic_is_no_longer(position: Position, km: float) -> None:
    centre = PLACES.centres[SAMUT_SAKHON].position
    assert position.is_within(km, centre) == (position.km_to(centre) <= km)


@pytest.mark.parametrize(
    ("lat", "lon"), [(90.1, 0), (-91, 0), (0, 180.5), (float("nan"), 0), (0, float("inf"))]
)
def test_a_position_off_the_globe_cannot_be(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match=r"latitude|longitude"):
        Position(lat, lon)


def test_distances_are_those_of_the_wgs84_ellipsoid() -> None:
    # A degree of the equator and the quarter meridian, known to the millimetre.
    assert Position(0, 0).km_to(Position(0, 1)) == pytest.approx(111.319491, abs=1e-6)
    assert Position(0, 0).km_to(Position(90, 0)) == pytest.approx(10001.965729, abs=1e-6)


def test_the_json_form_rounds_kilometres_to_one_decimal() -> None:
    told = route(PLACES, POLICY, district=SANGKHLA_BURI).as_json()
    assert list(told) == ["centre", "second", "distance_km", "second_km", "province", "reason"]
    assert (told["distance_km"], told["second_km"]) == (264.9, 173.2)


def test_another_policy_needs_no_code() -> None:
    policy = RoutingPolicy({DistrictCode("5001"): TAK_CENTRE}, 0.1, 200)
    chosen = route(PLACES, policy, district=DistrictCode("5001"))
    assert (chosen.centre, chosen.reason) == (TAK_CENTRE, Reason.DISTRICT_OVERRIDE)


def test_every_district_without_a_known_seat_is_routed_by_its_province() -> None:
    seatless = [each for each in PLACES.districts.values() if each.seat is None]
    assert len(seatless) == 20
    for district in seatless:
        chosen = route(PLACES, POLICY, district=district.code)
        assert chosen.centre == PLACES.provinces[district.province].centre
        assert chosen.distance_km is not None


def test_a_province_without_any_known_seat_is_found_by_its_capital() -> None:
    (place, district, km) = nearest_province(PLACES, PLACES.provinces[TAK].capital)
    assert (place.code, district.province) == (TAK, TAK)
    assert km == pytest.approx(0, abs=1)


def test_regions_stand_from_north_to_south_and_hold_every_province_once() -> None:
    regions = PLACES.regions()
    assert list(regions) == list(Region)
    held = [each.code for provinces in regions.values() for each in provinces]
    assert sorted(held) == sorted(PLACES.provinces)


def test_names_stand_in_the_order_of_the_thai_dictionary() -> None:
    icu = pytest.importorskip("icu")
    key = icu.Collator.createInstance(icu.Locale("th")).getSortKey
    names = [each.names[THAI] for each in PLACES.provinces.values()]
    districts = [each.name_th for each in PLACES.districts.values()]
    assert sorted(names, key=key) == names
    assert sorted(districts, key=key) == sorted(districts, key=thai_order) == districts


def test_districts_are_listed_by_the_name_that_is_shown() -> None:
    listed = PLACES.districts_of(TAK, ENGLISH)
    names = [display_district(each, ENGLISH) for each in listed]
    assert names == sorted(names)
    assert "Mae Sot (แม่สอด)" in names
    assert "แม่สอด" in [display_district(each, THAI) for each in PLACES.districts_of(TAK)]
    assert len(PLACES.districts_of(TAK)) == 9


def test_a_drafted_name_and_a_new_languages_name_have_the_thai_beside() -> None:
    ranong = PLACES.provinces[ProvinceCode("TH-85")]
    assert display(ranong, BURMESE) == "ရနောင်း (ระนอง)"
    assert display(ranong, THAI) == "ระนอง"
    assert display(ranong, LanguageCode("km")) == "រនង"
    assert display(ranong, LanguageCode("tl")) == "Ranong (ระนอง)"


def test_every_province_has_a_name_in_each_of_the_six_languages() -> None:
    for province in PLACES.provinces.values():
        assert set(province.names) == {"th", "en", "my", "km", "lo", "vi"}
        assert all(name.strip() for name in province.names.values())


def test_drafts_fill_only_what_has_no_source() -> None:
    folder = Path(__file__).parents[1] / "bot/data"
    with (folder / "provinces.csv").open(encoding="utf-8") as sourced:
        named = {row["iso"]: row for row in csv.DictReader(sourced)}
    with (folder / "province_names_drafted.csv").open(encoding="utf-8") as drafts:
        for row in csv.DictReader(drafts):
            assert not named[row["iso"]][f"name_{row['language']}"]
            assert row["reviewed"] == "no"


def test_loading_the_places_twice_gives_the_same() -> None:
    again: Gazetteer = load_gazetteer()
    assert dict(again.provinces) == dict(PLACES.provinces)
    assert list(again.districts) == list(PLACES.districts)
