"""
Every command of the product, each with something to do in the town.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from tenantry.acts import Act
from tenantry.consents import commands as consents
from tenantry.credentials import commands as credentials
from tenantry.invites import commands as invites
from tenantry.license_prices import commands as prices
from tenantry.license_prices.model import Tier
from tenantry.license_purchases import commands as purchases
from tenantry.licenses import commands as licenses
from tenantry.money import Money
from tenantry.notifications import commands as notifications
from tenantry.payments.model import Refund, RefundStatus
from tenantry.pilots import commands as pilots
from tenantry.plans import commands as plans
from tenantry.principals import Principal, Role
from tenantry.records import commands as records
from tenantry.records.model import RecordKind
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import Branding
from tenantry.retention import commands as retention
from tenantry.subscriptions.model import PILOT
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import RETENTION
from tenantry.users import commands as members
from tests.acting import DAY, NOON, OPERATOR, SECOND, a_job, an_act
from tests.builders import GROWTH, a_form, an_offer, once
from tests.commands.town import (
    TERMS,
    Town,
    accept,
    add_member,
    create_key,
    create_tenant,
    send_file,
    sign_in,
)
from tests.licensing import PretendProvider

LATER = NOON + SECOND
BRAND = Branding(display_name="Acme")


@dataclass(frozen=True, slots=True)
class Command:
    """
    One command: what it does in the town, and the event that it leaves.

    Args:
        who: Who asks; the operator when left out.
    """

    do: Callable[[Town, Act], object]
    event: str
    who: Callable[[Town], Principal] = lambda _: OPERATOR
    now: datetime = LATER
    is_job: bool = False

    def act(self, town: Town) -> Act:
        """
        A try of this command; every try carries the same idempotency key.
        """
        if self.is_job:
            return a_job(self.now)
        return replace(an_act(self.who(town), self.now), once=once())


def _returned(town: Town) -> Refund:
    return next(refund for refund in town.pack.facts.refunds.values() if refund.is_ours)


def _owner(town: Town) -> Principal:
    return town.owner


def _customer(town: Town) -> Principal:
    return town.customer


COMMANDS: dict[str, Command] = {
    "plans.create": Command(lambda _, act: plans.create("xl", "XL", (), act), "plan.created"),
    "plans.change": Command(lambda _, act: plans.change(GROWTH, act, name="G"), "plan.changed"),
    "resellers.create": Command(
        lambda _, act: resellers.create(a_form("new", email="n@n.example"), act),
        "reseller.created",
    ),
    "resellers.change": Command(
        lambda town, act: resellers.change(town.reseller.id, act, branding=BRAND),
        "reseller.changed",
        _owner,
    ),
    "resellers.deactivate": Command(
        lambda town, act: resellers.deactivate(town.reseller.id, act), "reseller.deactivated"
    ),
    "resellers.reactivate": Command(
        lambda town, act: resellers.reactivate(town.sleeping.id, act), "reseller.reactivated"
    ),
    "resellers.change_settings": Command(
        lambda _, act: resellers.change_settings(act, terms={}), "programme.changed"
    ),
    "resellers.accept_terms": Command(
        lambda town, act: resellers.accept_terms(town.sleeping.id, TERMS, act),
        "reseller.terms_accepted",
    ),
    "users.add_member": Command(
        lambda town, act: add_member(town.reseller.id, act, "esi@acme.example"), "member.added"
    ),
    "users.change_member": Command(
        lambda town, act: members.change_member(
            town.reseller.id,
            town.colleague.user_id,
            role=Role.RESELLER_BILLING,
            tenant_ids=None,
            act=act,
        ),
        "member.changed",
    ),
    "users.remove_member": Command(
        lambda town, act: members.remove_member(town.reseller.id, town.colleague.user_id, act),
        "member.removed",
    ),
    "tenants.change": Command(
        lambda town, act: tenants.change(town.tenant.id, act, name="New", branding=None),
        "tenant.changed",
    ),
    "tenants.deactivate": Command(
        lambda town, act: tenants.deactivate(town.tenant.id, act), "tenant.deactivated"
    ),
    "tenants.reactivate": Command(
        lambda town, act: tenants.reactivate(town.inactive.id, act), "tenant.reactivated"
    ),
    "tenants.delete": Command(
        lambda town, act: tenants.delete(town.tenant.id, act), "tenant.deleted"
    ),
    "provisioning.create": Command(create_tenant, "tenant.created", _owner),
    "retention.purge": Command(
        lambda town, act: retention.purge(town.deleted.id, act),
        "tenant.purged",
        now=NOON + RETENTION,
        is_job=True,
    ),
    "invites.mint": Command(
        lambda town, act: invites.mint(town.reseller.id, an_offer("x@x.example"), act),
        "invite.minted",
        _owner,
    ),
    "invites.revoke": Command(
        lambda town, act: invites.revoke(town.reseller.id, town.invite.id, act), "invite.revoked"
    ),
    "invites.resend": Command(
        lambda town, act: invites.resend(town.reseller.id, town.invite.id, act), "invite.resent"
    ),
    "invites.accept": Command(accept, "invite.accepted"),
    "invites.mint_all": Command(send_file, "invite.minted", _owner),
    "pilots.settle": Command(
        lambda town, act: pilots.settle(town.tenant.id, act),
        "pilot.expired",
        now=NOON + PILOT,
        is_job=True,
    ),
    "pilots.settle, a week before": Command(
        lambda town, act: pilots.settle(town.tenant.id, act),
        "pilot.ending",
        now=NOON + PILOT - 7 * DAY,
        is_job=True,
    ),
    "pilots.upgrade": Command(
        lambda town, act: pilots.upgrade(town.tenant.id, GROWTH, act), "pilot.upgraded"
    ),
    "license_prices.set_prices": Command(
        lambda _, act: prices.set_prices(LATER, (Tier(1, None, Money(1_00, "USD")),), act),
        "license_prices.set",
    ),
    "license_prices.quote": Command(
        lambda town, act: prices.quote(town.reseller, 10, act), "license_quote.made", _owner
    ),
    "licenses.grant": Command(
        lambda town, act: licenses.grant(town.reseller.id, 5, "welcome", act), "licenses.granted"
    ),
    "licenses.grant, below zero": Command(
        lambda town, act: licenses.grant(town.reseller.id, -5, "wrong", act), "licenses.removed"
    ),
    "licenses.set_low_stock": Command(
        lambda town, act: licenses.set_low_stock(town.reseller.id, 3, act),
        "licenses.threshold_set",
        _owner,
    ),
    "license_purchases.buy": Command(
        lambda town, act: purchases.buy(
            town.reseller.id, town.begun.quote_id, PretendProvider(), act
        ),
        "license_purchase.opened",
        _owner,
    ),
    "license_purchases.open_checkout": Command(
        lambda town, act: purchases.open_checkout(town.begun, PretendProvider(), act),
        "license_purchase.opened",
        is_job=True,
    ),
    "license_purchases.expire": Command(
        lambda town, act: purchases.expire(town.begun, act),
        "license_purchase.expired",
        is_job=True,
    ),
    "license_purchases.give_back": Command(
        lambda town, act: purchases.give_back(
            town.reseller.id, town.pack.id, PretendProvider(), act, quantity=20
        ),
        "license_purchase.updated",
        _owner,
    ),
    "license_purchases.settle_refund": Command(
        lambda town, act: purchases.settle_refund(
            town.pack, _returned(town).id, PretendProvider(), act
        ),
        "license_purchase.updated",
        is_job=True,
    ),
    "license_purchases.finish_refund": Command(
        lambda town, act: purchases.finish_refund(
            town.pack, _returned(town), PretendProvider(), act
        ),
        "license_purchase.updated",
        is_job=True,
    ),
    "license_purchases.note_refund": Command(
        lambda town, act: purchases.note_refund(
            town.pack, _returned(town), RefundStatus.FAILED, act
        ),
        "license_purchase.updated",
        is_job=True,
    ),
    "license_purchases.name_quantity": Command(
        lambda town, act: purchases.name_quantity(
            town.reseller.id, town.pack.id, "re_1", act, quantity=1
        ),
        "license_purchase.updated",
    ),
    "license_purchases.accept_payment": Command(
        lambda town, act: purchases.accept_payment(town.reseller.id, town.held.id, 1, act),
        "license_purchase.paid",
    ),
    "records.record": Command(
        lambda town, act: records.record(
            town.tenant.id, act, kind=RecordKind.SHIPMENT, reference="S-1", content={}
        ),
        "shipment.recorded",
        _customer,
    ),
    "consents.grant": Command(
        lambda town, act: consents.grant(town.tenant.id, town.reseller.id, act),
        "consent.granted",
        _customer,
    ),
    "consents.revoke": Command(
        lambda town, act: consents.revoke(town.tenant.id, town.reseller.id, act),
        "consent.revoked",
        _customer,
    ),
    "notifications.mark_read": Command(
        lambda town, act: notifications.mark_read(town.reseller.id, town.notification_id, act),
        "notification.read",
        _owner,
    ),
    "credentials.create_api_key": Command(
        lambda _, act: create_key(act), "api_key.created", _owner
    ),
    "credentials.revoke_api_key": Command(
        lambda town, act: credentials.revoke_api_key(town.key.credential.id, act),
        "api_key.revoked",
        _owner,
    ),
    "credentials.request_sign_in_link": Command(
        lambda _, act: credentials.request_sign_in_link("kofi@shop.example", act),
        "sign_in.requested",
    ),
    "credentials.sign_in": Command(lambda town, act: sign_in(town.link_id, act), "session.opened"),
    "credentials.sign_out": Command(
        lambda town, act: credentials.sign_out(town.session.secret, act), "session.ended", _owner
    ),
    "credentials.make_first_operator": Command(
        lambda _, act: credentials.make_first_operator("o@us.example", "O", act.entropy, act),
        "operator.first_made",
    ),
}
