"""
Every command of the product, each with something to do in the town.
"""

from tenantry.consents import commands as consents
from tenantry.credentials import commands as credentials
from tenantry.hosts.following import reseller_changed, tenant_changed
from tenantry.invites import commands as invites
from tenantry.notifications import commands as notifications
from tenantry.pilots import commands as pilots
from tenantry.principals import Role
from tenantry.records import commands as records
from tenantry.records.model import RecordKind
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import Branding
from tenantry.retention import commands as retention
from tenantry.subscribing import commands as subscribing
from tenantry.subscriptions.model import PILOT, Terms
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import RETENTION
from tenantry.users import commands as members
from tests.acting import DAY, NOON
from tests.builders import GROWTH, a_form, an_offer
from tests.commands.asked import TERMS
from tests.commands.branding_commands import BRANDING
from tests.commands.claiming_commands import CLAIMING
from tests.commands.command import Command, a_customer, an_owner
from tests.commands.deciding_commands import DECIDING
from tests.commands.exporting_commands import EXPORTING
from tests.commands.hosting_commands import HOSTING
from tests.commands.mailing_commands import MAILING
from tests.commands.moving_commands import MOVING
from tests.commands.paying_commands import PAYING
from tests.commands.payout_commands import PAYOUTS
from tests.commands.securing_commands import SECURING
from tests.commands.selling_commands import SELLING
from tests.commands.signing_commands import SIGNING
from tests.commands.stating_commands import STATING
from tests.commands.town import (
    accept,
    add_member,
    create_key,
    create_tenant,
    send_file,
    sign_in,
)

BRAND = Branding(display_name="Acme")


COMMANDS: dict[str, Command] = {
    "resellers.create": Command(
        lambda _, act: resellers.create(a_form("new", email="n@n.example"), act),
        "reseller.created",
    ),
    "resellers.change": Command(
        lambda town, act: resellers.change(
            town.reseller.id, act, branding=BRAND, also=reseller_changed
        ),
        "reseller.changed",
        an_owner,
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
        lambda town, act: tenants.delete(town.tenant.id, act, also=tenant_changed),
        "tenant.deleted",
    ),
    "provisioning.create": Command(create_tenant, "tenant.created", an_owner),
    "retention.purge": Command(
        lambda town, act: retention.purge(town.deleted.id, act),
        "tenant.purged",
        now=NOON + RETENTION,
        is_job=True,
    ),
    "invites.mint": Command(
        lambda town, act: invites.mint(town.reseller.id, an_offer("x@x.example"), act),
        "invite.minted",
        an_owner,
    ),
    "invites.revoke": Command(
        lambda town, act: invites.revoke(town.reseller.id, town.invite.id, act), "invite.revoked"
    ),
    "invites.resend": Command(
        lambda town, act: invites.resend(town.reseller.id, town.invite.id, act), "invite.resent"
    ),
    "invites.accept": Command(accept, "invite.accepted"),
    "invites.mint_all": Command(send_file, "invite.minted", an_owner),
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
        lambda town, act: pilots.upgrade(town.tenant.id, Terms(GROWTH), act), "pilot.upgraded"
    ),
    "subscribing.change": Command(
        lambda town, act: subscribing.change(town.inactive.id, {"quantity": 5}, act),
        "subscription.changed",
    ),
    "subscribing.cancel": Command(
        lambda town, act: subscribing.cancel(town.inactive.id, act, at_once=True),
        "subscription.cancelled",
    ),
    "subscribing.resume": Command(
        lambda town, act: subscribing.resume(town.inactive.id, act), "subscription.resumed"
    ),
    "records.record": Command(
        lambda town, act: records.record(
            town.tenant.id, act, kind=RecordKind.SHIPMENT, reference="S-1", content={}
        ),
        "shipment.recorded",
        a_customer,
    ),
    "consents.grant": Command(
        lambda town, act: consents.grant(town.tenant.id, town.reseller.id, act),
        "consent.granted",
        a_customer,
    ),
    "consents.revoke": Command(
        lambda town, act: consents.revoke(town.tenant.id, town.reseller.id, act),
        "consent.revoked",
        a_customer,
    ),
    "notifications.mark_read": Command(
        lambda town, act: notifications.mark_read(town.reseller.id, town.notification_id, act),
        "notification.read",
        an_owner,
    ),
    "credentials.create_api_key": Command(
        lambda _, act: create_key(act), "api_key.created", an_owner
    ),
    "credentials.revoke_api_key": Command(
        lambda town, act: credentials.revoke_api_key(town.key.credential.id, act),
        "api_key.revoked",
        an_owner,
    ),
    "credentials.request_sign_in_link": Command(
        lambda _, act: credentials.request_sign_in_link("kofi@shop.example", act),
        "sign_in.requested",
    ),
    "credentials.sign_in": Command(lambda town, act: sign_in(town.link_id, act), "session.opened"),
    "credentials.sign_out": Command(
        lambda town, act: credentials.sign_out(town.session.secret, act), "session.ended", an_owner
    ),
    "credentials.make_first_operator": Command(
        lambda _, act: credentials.make_first_operator("o@us.example", "O", act.entropy, act),
        "operator.first_made",
    ),
    **BRANDING,
    **CLAIMING,
    **SECURING,
    **SELLING,
    **SIGNING,
    **STATING,
    **DECIDING,
    **PAYING,
    **MOVING,
    **HOSTING,
    **MAILING,
    **EXPORTING,
    **PAYOUTS,
}
