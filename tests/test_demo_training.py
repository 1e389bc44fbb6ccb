"""A centre trains on the demonstration: take, refer to a sample agency, which accepts; next day."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.demo.samples_staff import AGENCIES

from tests.demo_stage import shown, stage, tap

OFFICER = "officer-national"
AGENCY = "labour-sample"
BEGINNING = (":language:en", ":safe_to_talk:yes", ":in_danger_now:yes")
REFERRING = ("r:refer:", ":other", f":{AGENCY}", f":{AGENCY}.inspect", f":{AGENCY}.done")


def said(messages: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(each["text"] for each in messages)


async def test_a_case_is_taken_referred_to_a_sample_agency_and_accepted_there() -> None:
    async with stage() as made:
        for ending in BEGINNING:
            await tap(made, "worker-1", ending)
        await tap(made, "group-national", "r:take:", OFFICER)
        for ending in REFERRING:
            await tap(made, OFFICER, ending)
        assert not shown(made, f"group-{AGENCY}")
        await tap(made, "worker-1", ":yes")
        await tap(made, f"group-{AGENCY}", "r:accept:", f"officer-{AGENCY}")
        assert "accepted" in said(shown(made, f"group-{AGENCY}")).lower()
        assert made.picture(0)["done"]["taken"]
        await made.go("morning")
        for chat in ("group-national", "group-samut-sakhon"):
            assert re.search(r"24 November", said(shown(made, chat)))


def test_the_samples_say_that_they_are_and_nobody_can_be_called() -> None:
    for agency in AGENCIES:
        assert "(sample)" in agency.name_en
        assert "(ตัวอย่าง)" in agency.name_th
        assert (agency.phone, agency.address) == ("", "")
