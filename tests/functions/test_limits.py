"""
How often somebody may: 429 with the time to come back, and the next window is open again.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from tenantry.access.model import ACCEPTS, BULKS, MINTS, SIGN_INS
from tenantry.errors import LimitExceeded
from tenantry.limits import store as limits
from tenantry.limits.model import Limit
from tenantry.principals import Role
from tests.calling import Answer, call
from tests.functions.cast import (
    a_key,
    a_reseller,
    accept,
    an_address,
    an_invite,
    an_offer,
    an_owner,
    link_of,
)
from tests.functions.stored import everything
from tests.reading import snapshot

FILE = b"email,tenant_name,plan_code\nkofi@shop.example,Shop,growth\n"


def use_up(limit: Limit, who: str) -> None:
    """
    Spend all of this window, and of the next when it may have begun before the test asks.
    """
    now = datetime.now(UTC)
    for moment in {now, now + limit.window / 2}:
        with suppress(LimitExceeded):
            for _ in range(limit.most):
                limits.spend(limit, who, moment)


def assert_limited(answer: Answer) -> None:
    assert (answer.status, answer.json["code"]) == (429, "limit.exceeded")
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert answer.json["retry_after"] == int(answer.headers["retry-after"])


def test_asking_to_sign_in_is_limited_by_address(operator: str) -> None:
    del operator
    address, body = an_address(), {"email": "ama@partner.example"}
    use_up(SIGN_INS, address)

    refused = call("POST", "/v1/sign-in-links", body=body, address=address)
    elsewhere = call("POST", "/v1/sign-in-links", body=body, address=an_address())

    assert_limited(refused)
    assert elsewhere.status == 202


@pytest.mark.usefixtures("operator")
def test_trying_sign_in_links_is_limited_by_address() -> None:
    address = an_address()
    use_up(SIGN_INS, address)
    body = {"link_id": "lnk_01KAHZE4000000000000000000", "token": "x"}

    assert_limited(call("POST", "/v1/sessions", body=body, address=address))


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/lnk_01KAHZE4000000000000000000"])
def test_signing_in_with_a_browser_shows_when_to_come_back(path: str) -> None:
    address = an_address()
    use_up(SIGN_INS, address)

    answer = call("POST", path, form={"email": "a@b.example"}, address=address)

    assert answer.status == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert answer.headers["content-type"].startswith("text/html")


def test_accepting_is_limited_by_address_and_changes_nothing(operator: str) -> None:
    invite, address = an_invite(operator, a_reseller(operator)), an_address()
    use_up(ACCEPTS, address)
    before = everything()

    by_api = accept(invite, address=address)
    by_page = call("POST", link_of(invite).rpartition("/")[0], form={"name": "K"}, address=address)

    assert_limited(by_api)
    assert (by_page.status, "retry-after" in by_page.headers) == (429, True)
    assert everything() == before
    assert accept(invite, address=an_address()).status == 200


def test_minting_is_limited_by_person_over_all_their_keys_and_addresses(operator: str) -> None:
    reseller = a_reseller(operator)
    path, owner = f"/v1/resellers/{reseller['id']}/invites", an_owner(reseller)
    invite = an_invite(owner, reseller)
    use_up(MINTS, reseller["owner_id"])
    another_key = a_key(reseller["owner_id"], Role.RESELLER_OWNER, reseller["id"])

    minted = call("POST", path, body=an_offer(), secret=owner)
    resent = call("POST", f"{path}/{invite['id']}/resend", secret=another_key)
    by_another = call("POST", path, body=an_offer(), secret=operator)

    assert_limited(minted)
    assert_limited(resent)
    assert by_another.status == 201


def test_files_are_limited_by_person(operator: str) -> None:
    reseller = a_reseller(operator)
    path = f"/v1/resellers/{reseller['id']}/invites/bulk"
    use_up(BULKS, reseller["owner_id"])

    refused = call("POST", path, raw=FILE, secret=an_owner(reseller))
    by_another = call("POST", path, raw=FILE, secret=operator)

    assert_limited(refused)
    assert by_another.status == 200


def test_a_limited_request_costs_no_use(operator: str) -> None:
    reseller = a_reseller(operator)
    path = f"/v1/resellers/{reseller['id']}/invites/bulk"
    owner = an_owner(reseller)
    use_up(BULKS, reseller["owner_id"])
    before = snapshot()

    assert_limited(call("POST", path, raw=FILE, secret=owner))

    assert snapshot() == before


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("limit", [ACCEPTS, SIGN_INS, BULKS], ids=lambda limit: limit.name)
def test_the_next_window_opens_when_it_was_said_to(limit: Limit) -> None:
    who, start = f"somebody {limit.name}", datetime(2026, 11, 21, 12, 0, 17, tzinfo=UTC)
    for _ in range(limit.most):
        limits.spend(limit, who, start)

    with pytest.raises(LimitExceeded) as refused:
        limits.spend(limit, who, start)

    opens = start + timedelta(seconds=refused.value.retry_after)
    with pytest.raises(LimitExceeded):
        limits.spend(limit, who, opens - timedelta(microseconds=1))
    limits.spend(limit, who, opens)
