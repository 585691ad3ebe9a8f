"""
Links of invites that cannot be used, and which one can.
"""

import pytest

from tenantry.ids import TenantId
from tenantry.invites import commands as invites
from tests import builders
from tests.acting import an_act
from tests.calling import call
from tests.functions.browsing import heading_of, press
from tests.functions.cast import (
    LONG_AGO,
    Json,
    a_reseller,
    an_invite,
    expect,
    link_of,
    token_of,
)
from tests.functions.stored import everything

pytestmark = pytest.mark.requirement("R-INV-3")


def an_expired_invite(reseller: Json) -> Json:
    offer = builders.an_offer(email="late@shop.example")
    invite = invites.mint(TenantId(reseller["id"]), offer, an_act(now=LONG_AGO))
    return {"id": invite.id, "reseller_id": invite.reseller_id}


UNUSABLE = {
    "unknown": (404, "We do not know this invitation"),
    "revoked": (410, "This invitation has been withdrawn"),
    "expired": (410, "This invitation has expired"),
    "of an old mail": (404, "We do not know this invitation"),
    "of another invite": (404, "We do not know this invitation"),
}


def unusable(operator: str, kind: str) -> Json:
    reseller = a_reseller(operator)
    invite = an_invite(operator, reseller)
    path = f"/v1/resellers/{reseller['id']}/invites/{invite['id']}"
    match kind:
        case "unknown":
            return {**invite, "id": "inv_01KAHZE4000000000000000000"}
        case "expired":
            return an_expired_invite(reseller)
        case "revoked":
            expect(call("POST", f"{path}/revoke", secret=operator), 200)
        case "of an old mail":
            expect(call("POST", f"{path}/resend", secret=operator), 200)
        case _:
            assert kind == "of another invite", kind
    return invite


@pytest.mark.parametrize("kind", UNUSABLE)
@pytest.mark.parametrize("name", ["Kofi", ""])
def test_a_link_that_cannot_be_used_says_why(operator: str, kind: str, name: str) -> None:
    invite = unusable(operator, kind)
    token = token_of(an_invite(operator, a_reseller(operator))) if "another" in kind else ""
    link = link_of(invite).rpartition("/")[0] + f"/{token or token_of(invite)}"
    before = everything()

    pages = [call("GET", link), press(invite, name, token=token)]

    assert [(page.status, heading_of(page)) for page in pages] == [UNUSABLE[kind]] * 2
    assert everything() == before


def test_the_newest_link_is_the_good_one(operator: str) -> None:
    invite = unusable(operator, "of an old mail")

    looked_at = call("GET", link_of(invite, generation=2))
    pressed = press(invite, token=token_of(invite, generation=2))

    assert (looked_at.status, heading_of(pressed)) == (200, "Your workspace is ready")


@pytest.mark.parametrize("token", ["x", "é", "%00", "a" * 5_000, "A" * 43])
def test_a_wrong_token_shows_nothing_of_the_invite(operator: str, token: str) -> None:
    invite = an_invite(operator, a_reseller(operator), tenant_name="Secret Shop")

    page = call("GET", f"/invites/{invite['reseller_id']}/{invite['id']}/{token}")

    assert page.status == 404
    assert "Secret Shop" not in page.text
