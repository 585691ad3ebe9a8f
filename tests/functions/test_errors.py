"""
The shape of every refusal, and the requests that no function takes.
"""

import pytest

from tests.calling import Answer, call, routes
from tests.functions.cast import a_form, an_address

ID = "01KAHZE4000000000000000000"
RESELLER = f"/v1/resellers/ten_{ID}"


def is_a_problem(answer: Answer, status: int, code: str) -> bool:
    """
    Whether the answer is a refusal as RFC 9457 has it, with what our callers rely on.
    """
    document = answer.json
    assert answer.headers["content-type"] == "application/problem+json", answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert document["status"] == answer.status
    assert all(isinstance(document[name], str) for name in ("type", "title", "detail", "code"))
    return (answer.status, document["code"]) == (status, code)


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/me", 401, "credential.invalid"),
        ("GET", "/", 404, "not_found"),
        ("GET", "/v1", 404, "not_found"),
        ("GET", "/v1/plans/", 404, "not_found"),
        ("GET", f"{RESELLER}/", 404, "not_found"),
        ("GET", f"{RESELLER}//invites", 404, "not_found"),
        ("GET", "/v2/plans", 404, "not_found"),
        ("GET", "/V1/plans", 404, "not_found"),
        ("POST", "/.env", 404, "not_found"),
        ("GET", "/v1/tenants//consent", 404, "not_found"),
    ],
)
def test_what_is_not_there_is_a_problem_document(
    method: str, path: str, status: int, code: str
) -> None:
    assert is_a_problem(call(method, path), status, code)


@pytest.mark.usefixtures("operator")
def test_a_refusal_without_credential_says_how_to_send_one() -> None:
    answer = call("GET", "/v1/me")

    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("DELETE", "/v1/plans", "GET, POST"),
        ("HEAD", "/v1/plans", "GET, POST"),
        ("DELETE", f"/v1/resellers/ten_{ID}/license-purchases.csv", "GET, HEAD"),
        ("PUT", "/v1/plans/growth", "GET, PATCH"),
        ("OPTIONS", f"/v1/tenants/ten_{ID}/consent", "DELETE, GET, PUT"),
        ("GET", f"{RESELLER}/deactivate", "POST"),
        ("GET", f"{RESELLER}/invites/inv_{ID}/accept", "POST"),
        ("PUT", f"{RESELLER}/invites/bulk", "GET, POST"),
        ("DELETE", f"/invites/ten_{ID}/inv_{ID}/token", "GET, HEAD"),
        ("PUT", "/sign-in", "GET, HEAD, POST"),
        ("POST", "/openapi.json", "GET, HEAD"),
        ("PATCH", "/health", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(method: str, path: str, allow: str) -> None:
    answer = call(method, path)

    assert is_a_problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == allow


WRONG = [
    ("slug", {"slug": None}),
    ("slug", {"slug": 12}),
    ("type", {"type": "distributor"}),
    ("type", {"type": ["commission"]}),
    ("personal", {"personal": None}),
    ("personal", {"personal": []}),
    ("personal.email", {"personal": {"name": "Ama"}}),
    ("personal.email", {"personal": {"name": "Ama", "email": "ama"}}),
    ("personal.email", {"personal": {"name": "Ama", "email": "ama@partner.example\r\nBcc: x@y.z"}}),
    ("personal.email", {"personal": {"name": "Ama", "email": f"{'a' * 64}@{'b' * 63}." * 4}}),
    ("personal.phone", {"personal": {"name": "A", "email": "a@b.example", "phone": "1" * 201}}),
    ("personal.nick", {"personal": {"name": "A", "email": "a@b.example", "nick": "A"}}),
    ("company.website", {"company": {"legal_name": "A", "website": "http://a.example"}}),
    ("company.website", {"company": {"legal_name": "A", "website": "javascript:alert(1)"}}),
    ("company.address", {"company": {"legal_name": "A", "address": "a" * 2_001}}),
    ("company.address", {"company": {"legal_name": "A", "address": "a\u0000b"}}),
    ("initial_licenses", {"initial_licenses": -1}),
    ("initial_licenses", {"initial_licenses": 1.5}),
    ("initial_licenses", {"initial_licenses": "5"}),
    ("initial_licenses", {"initial_licenses": True}),
    ("initial_licenses", {"initial_licenses": 10**30}),
    ("is_active", {"is_active": "perhaps"}),
    ("locale", {"locale": "de"}),
    ("branding.primary_color", {"branding": {"primary_color": "red"}}),
    ("branding.logo_url", {"branding": {"logo_url": "https://a b.example"}}),
    ("branding.support_email", {"branding": {"support_email": "nobody"}}),
    ("signatures.board", {"signatures": {"board": "Regards"}}),
    ("licence_count", {"licence_count": 5}),
    ("is_reseller", {"is_reseller": True}),
]


@pytest.mark.parametrize(("field", "changes"), WRONG, ids=str)
def test_a_wrong_field_is_named(operator: str, field: str, changes: dict[str, object]) -> None:
    answer = call("POST", "/v1/resellers", body=a_form(**changes), secret=operator)

    assert is_a_problem(answer, 422, "request.invalid")
    assert any(error["field"].startswith(field) for error in answer.json["errors"]), answer.text


def test_all_wrong_fields_are_named_at_once(operator: str) -> None:
    form = a_form(slug="A", type="x", initial_licenses=-1)

    answer = call("POST", "/v1/resellers", body=form, secret=operator)

    assert {error["field"] for error in answer.json["errors"]} == {
        "slug",
        "type",
        "initial_licenses",
    }


def test_what_was_sent_is_not_repeated_in_the_refusal(operator: str) -> None:
    answer = call("POST", "/v1/resellers", body=a_form(slug="my secret word"), secret=operator)

    assert "my secret word" not in answer.text


def test_a_body_of_the_largest_size_is_read(operator: str) -> None:
    answer = call("POST", "/v1/resellers", raw=b" " * 1_048_574 + b"{}", secret=operator)

    assert answer.json["errors"][0]["field"] == "slug"


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("route", sorted(name for name in routes() if name.startswith("POST")))
def test_no_post_fails_on_a_body_that_makes_no_sense(route: str) -> None:
    path = route.split(" ")[1].replace("{", "").replace("}", "")

    statuses = [
        call("POST", path, raw=raw, address=an_address()).status
        for raw in (b"\xff\x00", b"token=%ff%00", b"&&&==" * 30, b'{"token": "\\u0000"}')
    ]

    assert all(200 <= status < 500 for status in statuses)
