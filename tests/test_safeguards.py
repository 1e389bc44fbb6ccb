"""Each safeguard was taken away, and its test seen to fail: the page that says so is true."""

from tests.safeguards.cuts import cuts, faults
from tests.safeguards.page import PAGE, page, seen
from tests.safety_map import RULES, marked


def test_each_safeguard_stands_where_it_is_said_to_stand() -> None:
    assert [fault for each in cuts() for fault in faults(each)] == []
    said = [each.says for each in cuts()]
    assert len(said) == len(set(said))


def test_each_safeguard_was_seen_to_be_missed_in_its_present_form() -> None:
    days = seen()
    assert [each.says for each in cuts() if each.mark not in days] == []
    assert PAGE.read_text("utf-8") == page(cuts(), days)


def test_each_safety_rule_has_a_safeguard_and_each_test_of_one_was_seen_to_fail() -> None:
    guarded = {guard for each in cuts() for guard in each.guards}
    assert [rule for rule in RULES if f"rule {rule}" not in guarded] == []
    failing = {test.partition("[")[0] for each in cuts() for test in each.fails}
    tests = {f"{file}::{name}" for _, file, name in marked()}
    assert sorted(tests - failing) == []
