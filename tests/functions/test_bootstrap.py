"""
The first operator of a fresh deployment: made once, by hand, with a key that is shown once.
"""

import pytest
from pydantic import ValidationError

from api_keys.bootstrap import handler as bootstrap
from tenantry.credentials.model import OperatorExists
from tests.calling import CONTEXT, call
from tests.reading import kinds, snapshot

ASKED = {"email": "olu@platform.example", "name": "Olu Operator"}

pytestmark = pytest.mark.usefixtures("world")


def test_the_first_operator_has_a_key_for_everything() -> None:
    answer = bootstrap(ASKED, CONTEXT)

    me = call("GET", "/v1/me", secret=answer["api_key"]).json
    assert answer.keys() == {"api_key", "user_id"}
    assert (me["role"], me["scopes"], me["person_id"]) == ("operator", ["*"], answer["user_id"])
    assert answer["api_key"] not in str(snapshot())


def test_nobody_is_made_a_second_time() -> None:
    bootstrap(ASKED, CONTEXT)
    before = snapshot()

    for asked in (ASKED, {"email": "eve@elsewhere.example", "name": "Eve"}):
        with pytest.raises(OperatorExists):
            bootstrap(asked, CONTEXT)

    assert snapshot() == before


def test_it_is_refused_even_when_the_first_operator_has_left() -> None:
    first = bootstrap(ASKED, CONTEXT)
    body = {"email": "ben@platform.example", "name": "Ben"}
    assert call("POST", "/v1/operators", body=body, secret=first["api_key"]).status == 201
    path = f"/v1/operators/{first['user_id']}"
    assert call("DELETE", path, secret=first["api_key"]).status == 204

    with pytest.raises(OperatorExists):
        bootstrap(ASKED, CONTEXT)


@pytest.mark.parametrize(
    "asked", [{}, {"email": "olu"}, {**ASKED, "email": "olu"}, {**ASKED, "name": " "}]
)
def test_a_wrong_request_makes_nobody_and_may_be_repeated(asked: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        bootstrap(asked, CONTEXT)

    assert kinds() == {}
    assert bootstrap(ASKED, CONTEXT)["api_key"].startswith("tnt_test_")


def test_it_is_no_route() -> None:
    for path in ("/v1/bootstrap", "/bootstrap", "/v1/operators/first"):
        assert call("POST", path, body=ASKED).status in {404, 405}
    assert kinds() == {}


def test_a_production_key_is_marked_live(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENANTRY_STAGE", "prod")

    assert bootstrap(ASKED, CONTEXT)["api_key"].startswith("tnt_live_")
