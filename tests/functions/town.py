"""
Two resellers and everybody who can ask, for the walk of all routes by all principals.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tenantry.credentials.model import CredentialKind
from tenantry.credentials.tokens import new_secret
from tenantry.fx import store as fx
from tenantry.principals import Role
from tenantry.providers.mpesa.signature import PAYBILL
from tenantry.providers.mpesa.signature import token as notice_token
from tests import stripe_events
from tests.calling import call
from tests.deployment import PROVIDER_SECRETS
from tests.functions import (
    branded,
    cast,
    charged,
    composed,
    deciding,
    mailing,
    moved,
    naming,
    packs,
    paid_out,
    secured,
    signing,
    sited,
    stated,
)
from tests.functions.cast import LONG_AGO, Json, expect
from tests.functions.good_requests import TERMS, Ids
from tests.functions.stored import forget_history
from tests.functions.strange_ids import COMMON, ELSEWHERE, MALFORMED
from tests.quoting import RATES
from tests.reading import Snapshot, snapshot

NOT_KNOWN, NOT_ALLOWED = "401 credential.invalid", "403 access.forbidden"


@dataclass(frozen=True)
class Person:
    """
    Somebody who asks.

    Args:
        kind: The letter that stands for them in the walk; empty for those who are let in nowhere.
        own: Ids that are theirs to use, by name.
        foreign: Ids that are somebody else's.
        refused: What they are told where they are not let in.
    """

    kind: str
    secret: str | None
    own: Ids
    foreign: tuple[Ids, ...] = ()
    refused: str = NOT_ALLOWED

    def strays(self) -> Iterator[Ids]:
        """
        Their own ids, with one replaced by one that is not theirs, each in turn.
        """
        for ids in (*self.foreign, ELSEWHERE, MALFORMED):
            yield from ({**self.own, name: ids[name]} for name in ids)


@dataclass(frozen=True)
class Town:
    """
    Everybody by name, and the table as it was before anybody asked.
    """

    people: Mapping[str, Person]
    pristine: Snapshot


@dataclass(frozen=True)
class Side:
    """
    One reseller with what belongs to it.
    """

    reseller: Json
    owner: str
    tenant: Json
    second_tenant: Json
    ids: Ids


def build(operator: str) -> Town:
    """
    Everybody, in a fresh deployment.
    """
    fx.put_rates(RATES.day, RATES.quotes)
    cast.price_plan(operator)
    cast.a_plan(operator, "fleet")
    cast.price_plan(operator, "fleet")
    a, b, closed = _side(operator), _side(operator), cast.a_reseller(operator)
    _ask_for_terms(operator, a, b)
    closed_key = cast.an_owner(closed)
    expect(call("POST", f"/v1/resellers/{closed['id']}/deactivate", secret=operator), 200)
    spare = {"key_id": a.ids["user_id"], "operator_id": a.ids["user_id"]}
    everybody = {
        **_strangers(operator, a, {**a.ids, **spare}),
        "operator": _the_operator(operator, a, b),
        **_members(operator, a, b),
        "owner of b": _person("W", b.owner, b, a),
        "owner of a's tenant": _tenant_owner(a, b),
        "owner of b's tenant": _tenant_owner(b, a),
        "owner of an inactive reseller": Person(
            "", closed_key, {**a.ids, **spare}, refused="403 reseller.inactive"
        ),
    }
    forget_history()
    return Town(everybody, snapshot())


def _side(operator: str) -> Side:
    reseller = cast.a_reseller(operator, type="subscription")
    cast.a_list_price(operator, reseller)
    tenant, second = _subscriber(operator, reseller), _subscriber(operator, reseller)
    invite = cast.an_invite(operator, reseller)
    link_id, link_token = cast.a_sign_in_link(reseller["personal"]["email"])
    owner = cast.an_owner(reseller)
    purchase = packs.a_paid_purchase(owner, reseller)
    packs.tell(refund := stripe_events.refunded(purchase, 1))
    charge_id = charged.a_charge(operator, tenant)["id"]
    cast.bill_by_hand(operator, reseller)
    ids = {
        "reseller_id": reseller["id"],
        "tenant_id": tenant["id"],
        "user_id": cast.add_member(operator, reseller, Role.RESELLER_BILLING)["user_id"],
        "invite_id": invite["id"],
        "invite_token": cast.token_of(invite),
        "link_id": link_id,
        "link_token": link_token,
        "notification_id": _notification_of(operator, reseller),
        "quote_id": packs.a_quote(owner, reseller)["id"],
        "purchase_id": purchase["id"],
        "held_purchase_id": packs.a_paid_purchase(owner, reseller, amount_subtotal=1)["id"],
        "refund_id": refund["data"]["object"]["id"],
        "payment_id": cast.a_payment(owner, tenant, **deciding.this_month())["id"],
        "charge_id": charge_id,
        **paid_out.ids(operator, reseller),
        "suspended_id": charged.a_suspended_payment(operator)["id"],
        **moved.ids(operator, tenant),
        **sited.ids(operator, reseller, tenant) | mailing.ids(reseller),
        "notice_token": notice_token(PROVIDER_SECRETS["mpesa"]["path_secrets"][0], PAYBILL),
        "own_plan_code": _compose(operator, reseller, owner),
        "export_id": stated.an_export_id(reseller, owner),
        **_seen_by_customers(owner, reseller, tenant),
        "day": str(RATES.day),
        **COMMON,
    }
    ids |= deciding.decide_of(ids)
    forget_history()
    return Side(reseller, owner, tenant, second, ids)


def _notification_of(operator: str, reseller: Json) -> str:
    told = call("GET", f"/v1/resellers/{reseller['id']}/notifications", secret=operator).json
    return str(told["items"][0]["id"])


def _seen_by_customers(owner: str, reseller: Json, tenant: Json) -> Ids:
    domain = secured.asked_for(owner, naming.proven(naming.a_claim(owner, reseller)))["domain"]
    return {**branded.ids(owner, reseller, tenant), "domain": domain}


def _subscriber(operator: str, reseller: Json) -> Json:
    """
    A tenant that was upgraded, and cancelled for the end of its month.
    """
    tenant = cast.a_tenant(operator, reseller)
    path = f"/v1/tenants/{tenant['id']}"
    upgraded, ends = {"plan_code": "growth", "currency": "USD"}, {"when": "period_end"}
    expect(call("POST", f"{path}/upgrade", body=upgraded, secret=operator), 200)
    expect(call("POST", f"{path}/subscription/cancel", body=ends, secret=operator), 200)
    return tenant


def _compose(operator: str, reseller: Json, owner: str) -> str:
    """
    The code of a plan of the reseller's own; it subscribes itself, cancels that, and sets a key.
    """
    at = f"/v1/resellers/{reseller['id']}"
    composed.a_service(operator, reseller)
    ends = {"when": "period_end"}
    expect(call("POST", f"{at}/services/growth/cancel", body=ends, secret=operator), 200)
    key = composed.a_payment_key()
    expect(call("PUT", f"{at}/payment-key", body=key, secret=owner), 200)
    return str(composed.a_product_plan(operator, reseller, f"own-{reseller['slug']}")["code"])


def _ask_for_terms(operator: str, *sides: Side) -> None:
    terms = {"terms": {"subscription": TERMS}}
    expect(call("PATCH", "/v1/programme", body=terms, secret=operator), 200)
    text = signing.a_document()
    expect(call("POST", "/v1/data-processing-agreement", body=text, secret=operator), 201)
    for side in sides:
        path = f"/v1/resellers/{side.reseller['id']}/terms"
        expect(call("POST", path, body={"version": TERMS}, secret=side.owner), 200)


def _the_operator(operator: str, a: Side, b: Side) -> Person:
    colleague = {"email": "omar@platform.example", "name": "Omar"}
    added = cast.made(call("POST", "/v1/operators", body=colleague, secret=operator))
    own = {**a.ids, "operator_id": added["user_id"], "key_id": _key_of(operator)}
    # Every reseller is the operator's to see; what stands under one is not found under another.
    names = "user_id invite_id notification_id purchase_id held_purchase_id refund_id payment_id"
    names += " charge_id disbursement_id export_id own_plan_code transfer_id upload_id"
    names += " tenant_upload_id domain host suppression_id"
    others = {name: b.ids[name] for name in names.split()}
    others |= {name: b.ids[name] for name in ("correction_id", "approved_id")}
    more = {"key_id": _key_of(a.owner), "operator_id": a.ids["user_id"]}
    return Person("O", operator, own, ({**others, **more, "tenant_id": a.ids["reseller_id"]},))


def _members(operator: str, a: Side, b: Side) -> dict[str, Person]:
    chosen = [a.tenant["id"]]
    limited = cast.a_member(operator, a.reseller, Role.RESELLER_SUPPORT, chosen)
    not_chosen = {"tenant_id": a.second_tenant["id"]}
    colleagues = {"key_id": _key_of(a.owner)}
    billing = cast.a_member(operator, a.reseller, Role.RESELLER_BILLING)
    support = cast.a_member(operator, a.reseller, Role.RESELLER_SUPPORT)
    return {
        "owner of a": _person("W", a.owner, a, b),
        "billing of a": _person("B", billing, a, b, colleagues),
        "support of a": _person("S", support, a, b, colleagues),
        "limited support of a": _person("S", limited, a, b, not_chosen, colleagues),
    }


def _tenant_owner(side: Side, other: Side) -> Person:
    sibling = {"tenant_id": side.second_tenant["id"]}
    return _person("T", cast.a_tenant_owner(side.tenant), side, other, sibling)


def _strangers(operator: str, a: Side, own: Ids) -> dict[str, Person]:
    path = f"/v1/resellers/{a.reseller['id']}/members"
    gone = cast.add_member(operator, a.reseller, Role.RESELLER_OWNER)
    left = cast.a_key(gone["user_id"], Role.RESELLER_OWNER, a.reseller["id"])
    expect(call("DELETE", f"{path}/{gone['user_id']}", secret=operator), 204)
    secrets = {
        "nobody": None,
        "somebody with no key": "hunter2",
        "somebody with an unknown key": new_secret(CredentialKind.API_KEY, "test", bytes(32)),
        "owner of a with a revoked key": cast.a_revoked_key(a.reseller),
        "owner of a with an expired key": cast.an_owner(a.reseller, expires_at=LONG_AGO),
        "somebody who has left a": left,
    }
    return {name: Person("", secret, own, refused=NOT_KNOWN) for name, secret in secrets.items()}


def _person(kind: str, secret: str, side: Side, other: Side, *more: Ids) -> Person:
    own = {**side.ids, "key_id": _key_of(secret), "operator_id": side.ids["user_id"]}
    foreign = {**other.ids, "key_id": _key_of(other.owner)}
    return Person(kind, secret, own, (foreign, *more))


def _key_of(secret: str) -> str:
    return str(cast.made(call("GET", "/v1/me", secret=secret), 200)["credential_id"])
