"""
Requests that no well-meaning client sends: each is refused with words, and none breaks a function.
"""

import json

import pytest

from tenantry.principals import Role
from tests.calling import Answer, call
from tests.functions import cast
from tests.functions.cast import Json

MANY = 5_000
PATTERN_OF_TYPE = "/docs#"


@pytest.fixture(scope="module")
def reseller(operator: str) -> Json:
    return cast.a_reseller(operator)


def refused_fields(answer: Answer) -> list[str]:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert answer.json["type"] == PATTERN_OF_TYPE + answer.json["code"]
    return [fault["field"] for fault in answer.json.get("errors", [])]


BODIES = {
    "nothing that is JSON": b"{",
    "not in UTF-8": b'{"code": "\xff"}',
    "an array": b"[]",
    "a text": b'"text"',
    "null": b"null",
    "not a number": b'{"wholesale_prices": NaN}',
    "an infinite number": b'{"wholesale_prices": 1e999}',
    "a number of thousands of digits": b'{"wholesale_prices": 1%s}' % (b"0" * MANY),
    "nested too deep": b'{"name": %s1%s}' % (b"[" * 40, b"]" * 40),
    "nested deeper than Python reads": b"[" * 200_000,
    "half a surrogate pair": b'{"name": "\\ud800"}',
    "half a surrogate pair as a name": b'{"\\udfff": 1}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_body_that_cannot_be_read_is_refused_as_a_whole(operator: str, body: bytes) -> None:
    answer = call("POST", "/v1/plans", raw=body, secret=operator)

    assert answer.status == 422
    assert refused_fields(answer) == ["body"]


def test_a_rule_of_our_own_is_told_in_its_own_words(operator: str, reseller: Json) -> None:
    path = f"/v1/resellers/{reseller['id']}/branding/uploads"
    body = {"use": "logo", "content_type": "image/svg+xml"}

    answer = call("POST", path, body=body, secret=operator, key="vector")

    [fault] = answer.json["errors"]
    assert fault["detail"].startswith("must be one of image/png, ")


FIELDS = """
code              ""
code              "Growth"
code              "growth 50"
code              "growth\\n"
name              ""
name              " \\u3000 "
name              "a\\u0000b"
name              "a\\u0085b"
name              5
name              null
wholesale_prices  {}
wholesale_prices  [null]
wholesale_prices  [{"amount_minor": 1e400, "currency": "USD"}]
wholesale_prices  [{"amount_minor": 1.5, "currency": "USD"}]
wholesale_prices  [{"amount_minor": true, "currency": "USD"}]
wholesale_prices  [{"amount_minor": -1, "currency": "USD"}]
wholesale_prices  [{"amount_minor": 10000000000000000000000, "currency": "USD"}]
wholesale_prices  [{"amount_minor": 1, "currency": "XQX"}]
unknown           1
"""


@pytest.mark.parametrize("row", FIELDS.strip().splitlines())
def test_a_wrong_field_is_named(operator: str, row: str) -> None:
    name, value = row.split(maxsplit=1)
    parts = {"code": '"gold"', "name": '"Gold"', name: value}
    body = ", ".join(f'"{field}": {part}' for field, part in parts.items())

    answer = call("POST", "/v1/plans", raw=f"{{{body}}}".encode(), secret=operator)

    assert answer.status == 422
    assert refused_fields(answer)[0].split(".")[0] in {name, "body"}


@pytest.mark.parametrize(
    "value",
    [
        0,
        "1700000000",
        "2026-11-21",
        "2026-11-21T09:05:00",
        "2026-02-30T09:05:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "٢٠٢٦-11-21T09:05:00Z",
    ],
)
def test_what_is_no_moment_is_refused(operator: str, value: object) -> None:
    body = {"name": "sync", "scopes": ["*"], "expires_at": value}

    answer = call("POST", "/v1/api-keys", body=body, secret=operator)

    assert (answer.status, refused_fields(answer)) == (422, ["expires_at"])


@pytest.mark.parametrize("value", ["0", "", "2026-10", "20261031", "2026-02-30", "10000-01-01"])
def test_what_is_no_day_is_refused(operator: str, value: str) -> None:
    answer = call("GET", f"/v1/audit?day={value}", secret=operator)

    assert (answer.status, refused_fields(answer)) == (422, ["day"])


@pytest.mark.parametrize("value", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_can_be_asked_for(operator: str, value: str) -> None:
    answer = call("GET", f"/v1/audit?day={value}", secret=operator)

    assert (answer.status, answer.json) == (200, {"items": [], "next_cursor": None})


@pytest.mark.parametrize("limit", ["0", "-1", "1,2", "x", "1" * MANY, "%00", "%ff"])
def test_what_is_no_limit_is_refused(operator: str, limit: str) -> None:
    answer = call("GET", f"/v1/plans?limit={limit}", secret=operator)

    assert (answer.status, refused_fields(answer)) == (422, ["limit"])


@pytest.mark.parametrize("cursor", ["x", "%ff%00", "AAAA", "A" * 1_999, "ключ", "="])
def test_what_no_list_gave_is_no_cursor(operator: str, cursor: str) -> None:
    answer = call("GET", f"/v1/plans?cursor={cursor}", secret=operator)

    assert (answer.status, refused_fields(answer)) == (422, ["cursor"])


@pytest.mark.parametrize(
    "code", ["Growth", "x" * MANY, "a b", "a--b", "ключ", '"', "\\", "%00", "\n", "a\n", "~"]
)
def test_what_cannot_be_a_code_names_no_plan(operator: str, code: str) -> None:
    read = call("GET", f"/v1/plans/{code}", secret=operator)
    changed = call("PATCH", f"/v1/plans/{code}", body={"name": "Gold"}, secret=operator)

    assert [read.status, changed.status] == [404, 404]


@pytest.mark.parametrize("key", [" ", '""', "k" * 256, "ключ", "a\tb"])
def test_what_is_no_idempotency_key_is_refused(operator: str, key: str) -> None:
    answer = call(
        "POST", "/v1/plans", body={"code": "gold", "name": "Gold"}, secret=operator, key=key
    )

    assert (answer.status, refused_fields(answer)) == (422, ["Idempotency-Key"])


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer ", "Basic b3A6b3A=", "Bearer ключ", "Bearer " + "k" * MANY]
)
def test_what_is_no_credential_lets_nobody_in(operator: str, given: str) -> None:
    del operator

    answer = call("GET", "/v1/me", headers={"authorization": given})

    assert (answer.status, answer.json["code"]) == (401, "credential.invalid")


FILES = {
    "empty": b"",
    "not in UTF-8": b"email,tenant_name,plan_code\n\xff,a,b\n",
    "without rows": b"email,tenant_name,plan_code\n",
    "with a column missing": b"email,tenant_name\na@b.example,A\n",
    "with an unknown column": b"email,tenant_name,plan_code,colour\n",
    "with a column twice": b"email,tenant_name,plan_code,email\n",
    "with a quote that never closes": b'email,tenant_name,plan_code\n"a@b.example,A,growth\n',
    "with a cell that never ends": b"email,tenant_name,plan_code\n" + b"a" * 200_000,
    "with too many rows": b"email,tenant_name,plan_code\n" + b"a@b.example,A,growth\n" * 1_001,
}


@pytest.mark.parametrize("file", FILES.values(), ids=FILES.keys())
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(
    operator: str, reseller: Json, file: bytes
) -> None:
    path = f"/v1/resellers/{reseller['id']}/invites/bulk"
    owner = cast.a_member(operator, reseller, Role.RESELLER_OWNER)

    answer = call("POST", path, raw=file, secret=owner)

    assert (answer.status, refused_fields(answer)) == (422, ["body"])


def test_a_row_that_cannot_be_read_costs_only_itself(operator: str, reseller: Json) -> None:
    rows = [
        b"a@shop.example,A\x00,growth",
        b",,",
        b"b@shop.example,B,growth,en,more",
        b"c@shop.example,C,growth",
    ]
    file = b"email,tenant_name,plan_code,locale\n" + b"\n".join(rows)

    answer = call("POST", f"/v1/resellers/{reseller['id']}/invites/bulk", raw=file, secret=operator)

    assert [row["status"] for row in answer.json["rows"]] == ["refused"] * 3 + ["minted"]
    assert [row["field"] for row in answer.json["rows"]] == ["tenant_name", "email", "row", None]


FORMS = {
    "not in UTF-8": b"\xff=\xff",
    "with bad percent signs": b"token=%zz%ff&name=%",
    "with a token in another script": "token=ключ&name=Kofi".encode(),
    "with thousands of fields": b"&".join(b"f%d=1" % number for number in range(MANY)),
    "with half a surrogate pair": b"token=%ed%a0%80&name=%ed%a0%80&email=%ed%a0%80",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize(
    "path",
    [
        "/invites/ten_01KAHZE4000000000000000000/inv_01KAHZE4000000000000000000",
        "/sign-in",
        "/sign-in/lnk_01KAHZE4000000000000000000",
        "/sign-out",
        "/workspace/ten_01KAHZE4000000000000000000/consent",
    ],
)
def test_a_form_that_no_page_sends_is_answered_with_a_page(
    operator: str, reseller: Json, path: str, form: bytes
) -> None:
    # The secret stands for a session's here: the form is looked at only when somebody is signed in.
    del operator
    secret = cast.an_owner(reseller)

    answer = call(
        "POST", path, raw=form, cookie=f"__Host-tenantry={secret}", address=cast.an_address()
    )

    assert answer.status < 500
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("language", ["", "xx", "*", "q=;,,;q", "ключ", "fr;q=9", "a-" * MANY])
def test_a_page_is_shown_whatever_the_browser_says_it_reads(operator: str, language: str) -> None:
    del operator

    answer = call(
        "GET",
        f"/sign-in?lang={language[:50]}",
        headers={"accept-language": language},
        cookie="tenantry=ключ; __Host-tenantry=\x01",
    )

    assert answer.status == 200


def test_a_record_keeps_whatever_json_it_is_given(operator: str, reseller: Json) -> None:
    tenant = cast.a_tenant(operator, reseller)
    content: Json = {"": None, "\x00": "\x00", "n": 10**300, "f": 1e-300, "\u202e": [[[[{}]]]]}
    body = {"kind": "shipment", "reference": "S 1~", "content": content}

    answer = call("POST", f"/v1/tenants/{tenant['id']}/records", body=body, secret=operator)

    assert answer.status == 201, answer.text


def test_no_fact_of_a_refusal_hides_what_every_problem_says(operator: str, reseller: Json) -> None:
    tenant = cast.a_tenant(operator, reseller)
    path = f"/v1/tenants/{tenant['id']}"
    cast.expect(call("POST", f"{path}/deactivate", secret=operator), 200)
    order = {"kind": "sales_order", "reference": "SO-1"}

    answer = call("POST", f"{path}/records", body=order, secret=operator)

    assert answer.json["status"] == answer.status == 409
    assert json.loads(answer.text)["tenant_status"] == "inactive"


def test_a_body_of_more_than_a_mebibyte_is_too_large(operator: str) -> None:
    answer = call("POST", "/v1/plans", raw=b" " * (2**20 + 1), secret=operator)

    assert (answer.status, answer.json["code"]) == (413, "request.too_large")
