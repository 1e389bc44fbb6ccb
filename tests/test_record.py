"""The record of a case: every key, and each answer in the shape of its question."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from bot.documents.record import case_record
from bot.domain.case import (
    Deed,
    Grounds,
    MoneyOutcome,
    OfficerFinding,
    OfficerNote,
    WorkEntry,
)
from bot.domain.consent import text_version
from bot.domain.conversation import Answer
from bot.domain.ids import LanguageCode, Level, ProvinceCode, QuestionId

from tests.storage_samples import CENTRE, NOW, case, conversation, evidence, referral


def answer(question: str, *values: str, words: str = "", lat: float | None = None) -> Answer:
    return Answer(QuestionId(question), values, NOW, words=words, lat=lat, lon=lat)


ANSWERS = (
    answer("category", "pay"),
    answer("consent_keep", "pass"),
    answer("what_happened", words="no pay for three months"),
    answer("province", "TH-63", words="Mae Sot", lat=16.7),
    answer("place_now", "words", words="behind the market"),
    answer("tags", "pregnant", "with_children"),
    answer("papers_kept", "yes"),
    answer("nickname", "skip"),
    answer("must_not_happen"),
)


def test_a_record_has_these_keys_and_can_be_written_as_json() -> None:
    record = case_record(case(), conversation(), [evidence()], [referral()])
    assert json.loads(json.dumps(record)) == record
    assert {
        "reference",
        "level",
        "alerted_level",
        "urgent",
        "state",
        "categories",
        "language",
        "channel",
        "province",
        "district",
        "unit",
        "answers",
        "notes",
        "evidence",
        "consent",
        "referrals",
    } <= set(record)


def test_an_answer_is_its_value_a_list_where_several_fit_or_the_words() -> None:
    talk = replace(conversation(), answers=ANSWERS)
    record = case_record(case(), talk, [], [])
    assert record["answers"] == {
        "category": ["pay"],
        "consent_keep": "pass",
        "what_happened": "no pay for three months",
        "province": "TH-63",
        "place_now": "behind the market",
        "tags": ["pregnant", "with_children"],
        "papers_kept": "yes",
        "nickname": "skip",
        "must_not_happen": "",
    }
    assert record["locations"] == {"province": {"lat": 16.7, "lon": 16.7}}


@pytest.mark.safety(3)
def test_consent_carries_when_and_in_which_words_it_was_given() -> None:
    agreed = replace(ANSWERS[1], language=LanguageCode("my"), wording="May we pass it on?")
    record = case_record(case(), replace(conversation(), answers=(agreed,)), [], [])
    assert record["consent"] == {
        "consent_keep": {
            "value": "pass",
            "at": NOW.isoformat(),
            "language": "my",
            "wording": "May we pass it on?",
            "version": text_version("May we pass it on?"),
        }
    }


def test_notes_of_worker_and_officers_stand_in_the_order_of_time() -> None:
    late = OfficerNote("phoned", "offi0001", NOW + timedelta(hours=1))
    early = OfficerNote("read", "offi0001", NOW - timedelta(hours=1))
    record = case_record(replace(case(), notes=(late, early)), conversation(), [], [])
    assert [note["text"] for note in record["notes"]] == ["read", "a note", "phoned"]
    assert [note["by"] for note in record["notes"]] == ["offi0001", "worker", "offi0001"]


def test_each_stage_of_a_referral_has_its_time_and_its_target() -> None:
    stepped = referral().step("alert", CENTRE, NOW).step("remind.1", CENTRE, NOW)
    (shown,) = case_record(case(), conversation(), [], [stepped])["referrals"]
    assert (shown["unit"], shown["state"]) == (CENTRE, "sent")
    assert shown["stages"] == [
        {"stage": "alert", "at": NOW.isoformat(), "target": CENTRE},
        {"stage": "remind.1", "at": NOW.isoformat(), "target": CENTRE},
    ]


def test_a_file_is_shown_without_the_platforms_name_for_it() -> None:
    (shown,) = case_record(case(), conversation(), [evidence()], [])["evidence"]
    assert (shown["id"], shown["kind"], shown["state"]) == ("evid0001", "photo", "received")
    assert "file-of-platform" not in json.dumps(shown)


def test_an_erased_conversation_leaves_what_the_case_itself_has() -> None:
    facts = replace(case().facts, province=ProvinceCode("TH-63"), categories=("pay",))
    record = case_record(replace(case(), facts=facts), None, [], [])
    assert (record["province"], record["categories"]) == ("TH-63", ["pay"])
    assert (record["answers"], record["notes"], record["consent"]) == ({}, [], {})


def test_what_officers_found_and_brought_about_is_there_once_there_is_any() -> None:
    untouched = case_record(case(), None, [], [])
    assert not {"finding", "nrm", "outcome", "closed_at", "money"} & set(untouched)
    worked = replace(
        case(),
        finding=OfficerFinding(Level.B, Level.C, "o77", NOW, "papers held", Grounds.YES),
        worked=(WorkEntry(Deed.NRM, "o77", NOW, "shelter"), WorkEntry(Deed.CLOSED, "o77", NOW)),
        outcome="helped",
        closed_at=NOW,
        money=MoneyOutcome(claimed=36000, recovered=30000),
    )
    record = case_record(worked, None, [], [])
    at = NOW.isoformat()
    assert record["finding"] == {
        "level": "B",
        "bot_level": "C",
        "agrees": False,
        "grounds": "yes",
        "reason": "papers held",
        "by": "o77",
        "at": at,
    }
    assert record["nrm"] == [{"step": "shelter", "at": at, "by": "o77"}]
    assert (record["outcome"], record["closed_at"]) == ("helped", at)
    assert record["money"] == {"claimed": 36000, "recovered": 30000, "workers": None}
    assert json.loads(json.dumps(record)) == record
