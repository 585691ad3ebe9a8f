"""
The data-processing agreement: a text that never changes, and who accepted which one.
"""

import pytest

from tests.calling import Answer, call
from tests.functions.cast import Json, a_reseller, an_owner, expect, made
from tests.functions.signing import TEXT, VERSION, a_document, a_signature
from tests.reading import events_written, items_of

pytestmark = pytest.mark.requirement("R-RES-8")

TEXTS = "/v1/data-processing-agreement"


def publish(operator: str, version: str = VERSION, text: str = TEXT) -> Answer:
    return call("POST", TEXTS, body=a_document(version, text), secret=operator)


def path_of(reseller: Json) -> str:
    return f"/v1/resellers/{reseller['id']}/data-processing-agreement"


def accept(reseller: Json, body: Json, key: str | None = None) -> Answer:
    return call("POST", path_of(reseller), body=body, secret=an_owner(reseller), key=key)


def standing(operator: str, reseller: Json) -> tuple[str | None, bool, list[str]]:
    shown = made(call("GET", path_of(reseller), secret=operator), 200)
    accepted = [one["version"] for one in shown["acceptances"]]
    return shown["current_version"], shown["is_accepted"], accepted


def refusal(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def test_an_owner_accepts_the_text_for_the_company(operator: str) -> None:
    reseller = a_reseller(operator)
    made(publish(operator))

    accepted = made(accept(reseller, a_signature()))

    assert (accepted["legal_name"], accepted["signer_title"]) == (
        reseller["company"]["legal_name"],
        "Director",
    )
    assert accepted["signer_email"] == reseller["personal"]["email"]
    assert standing(operator, reseller) == (VERSION, True, [VERSION])
    assert "data_processing.accepted" in events_written()


def test_the_record_says_where_the_acceptance_came_from(operator: str) -> None:
    reseller = a_reseller(operator)
    made(publish(operator))

    made(accept(reseller, a_signature()))

    [item] = items_of("DataProcessingAcceptance")
    assert item["address"] == "192.0.2.1"
    assert "user_agent" in item


def test_a_new_text_asks_anew_and_the_old_record_stays(operator: str) -> None:
    reseller = a_reseller(operator)
    made(publish(operator))
    made(accept(reseller, a_signature()))

    made(publish(operator, "2027-02", "1. Everything anew."))
    between = standing(operator, reseller)
    anew = made(accept(reseller, a_signature("2027-02", "1. Everything anew.")))

    assert between == ("2027-02", False, [VERSION])
    assert anew["supersedes"] == VERSION
    assert standing(operator, reseller) == ("2027-02", True, [VERSION, "2027-02"])


def test_only_the_very_text_that_is_asked_for_is_accepted(operator: str) -> None:
    reseller = a_reseller(operator)
    nothing = accept(reseller, a_signature())
    made(publish(operator))

    old = accept(reseller, a_signature("2025-01"))
    altered = accept(reseller, a_signature(text=TEXT + " "))

    assert refusal(nothing) == (404, "data_processing.not_published")
    assert {refusal(old), refusal(altered)} == {(409, "data_processing.not_the_current_text")}
    assert old.json["version"] == VERSION
    assert items_of("DataProcessingAcceptance") == []


def test_a_text_is_accepted_once(operator: str) -> None:
    reseller = a_reseller(operator)
    made(publish(operator))

    first = made(accept(reseller, a_signature(), key="one"))
    repeated = made(accept(reseller, a_signature(), key="one"))
    another = accept(reseller, {**a_signature(), "name": "Somebody Else"})

    assert repeated == first
    assert refusal(another) == (409, "data_processing.already_accepted")
    assert len(items_of("DataProcessingAcceptance")) == 1


def test_a_published_text_never_changes(operator: str) -> None:
    made(publish(operator))

    again = publish(operator, text="Other words.")

    assert refusal(again) == (409, "data_processing.version_taken")
    assert made(call("GET", TEXTS, secret=operator), 200)["text"] == TEXT


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ({"has_authority": False}, "has_authority"),
        ({"has_authority": "yes"}, "has_authority"),
        ({"title": " "}, "title"),
        ({"sha256": "00"}, "sha256"),
        ({"role": "owner"}, "role"),
    ],
)
def test_what_is_filled_in_wrong_is_named(operator: str, part: Json, field: str) -> None:
    reseller = a_reseller(operator)
    made(publish(operator))

    refused = accept(reseller, {**a_signature(), **part})

    expect(refused, 422)
    assert [error["field"] for error in refused.json["errors"]] == [field]


def test_a_text_of_80000_letters_of_any_script_is_kept_whole(operator: str) -> None:
    longest = "\U0001f600" * 80_000

    made(publish(operator, text=longest))
    longer = publish(operator, "2027-01", longest + "x")

    assert made(call("GET", TEXTS, secret=operator), 200)["text"] == longest
    expect(longer, 422)
