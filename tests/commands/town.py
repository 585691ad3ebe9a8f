"""
A town in which every command of the product has something to do.
"""

from dataclasses import dataclass, replace

from tenantry.acts import Act
from tenantry.billing import commands as billing
from tenantry.billing.model import Mode
from tenantry.branding.model import Upload
from tenantry.clock import Month
from tenantry.credentials import commands as credentials
from tenantry.credentials import tokens
from tenantry.credentials.model import IssuedCredential
from tenantry.ids import TenantId
from tenantry.intervals import Interval
from tenantry.invites import acceptance, bulk
from tenantry.invites.model import Invite
from tenantry.ledger.model import TenantPayment
from tenantry.license_prices import commands as prices
from tenantry.license_purchases import commands as purchases
from tenantry.license_purchases import store as purchase_store
from tenantry.license_purchases.model import Purchase
from tenantry.list_prices.model import Article
from tenantry.mail.model import Locale
from tenantry.money import Money
from tenantry.moves.model import IssuedTransfer
from tenantry.notifications.store import notifications_of
from tenantry.pilots import commands as pilots
from tenantry.principals import Principal, Role
from tenantry.provisioning import commands as provisioning
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import Reseller
from tenantry.subscribing import commands as subscribing
from tenantry.subscriptions.model import Terms
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import Tenant
from tenantry.users import commands as members
from tenantry.users.model import Member
from tests.acting import an_act, owner_of, tenant_owner_of
from tests.builders import (
    GROWTH,
    a_form,
    an_offer,
    bring_in,
    link_of,
    make_plan,
    make_prepaid_reseller,
    make_reseller,
    mint,
    once,
    refusal_of,
)
from tests.commands import deciding
from tests.commands.asked import TERMS, ask_for_signatures
from tests.commands.composing import begin_to_sell
from tests.commands.counter import Counter, open_counter
from tests.commands.moving import a_receiver, make_token
from tests.commands.till import Till, fill
from tests.licensing import PretendProvider, begin_purchase, buy_licenses, paid, refunded, tell
from tests.paying_out import PretendBank
from tests.picturing import a_sent_logo
from tests.pretending import PretendProvider as Providing
from tests.reading import items_of
from tests.receiving import receive
from tests.written import a_line, write_statement

AGREED = Month("2027-01")
A_MONTH = Article(GROWTH, "USD", Interval.MONTH)


@dataclass(frozen=True, slots=True)
class Town:
    """
    Who and what is there.
    """

    reseller: Reseller
    sleeping: Reseller
    neighbour: Reseller
    tenant: Tenant
    inactive: Tenant
    deleted: Tenant
    owing: Tenant
    colleague: Member
    invite: Invite
    key: IssuedCredential
    session: IssuedCredential
    link_id: str
    notification_id: str
    begun: Purchase
    pack: Purchase
    held: Purchase
    payment: TenantPayment
    transfer: IssuedTransfer
    logo: Upload
    till: Till
    counter: Counter

    @property
    def owner(self) -> Principal:
        """
        Who leads the reseller.
        """
        return owner_of(self.reseller.id)

    @property
    def customer(self) -> Principal:
        """
        Who owns the tenant.
        """
        return tenant_owner_of(self.tenant.id, self.reseller.id)


def build(paystack: Providing, paddle: Providing, bank: PretendBank) -> Town:
    """
    A prepaid reseller with three customers, a colleague, an open invite, a key and a session.

    One customer's owner has made a token for the neighbour. The reseller has composed a plan,
    subscribed itself until the end of a month, and set a key; what it earns is agreed. One
    pack's checkout was begun; one pack is paid, a return of it was begun, and money of it went
    back at the provider; one was paid with too little. One customer paid its reseller by hand, one
    pays through providers, which must stand in; three partners are paid by a bank, which must too.
    """
    make_plan()
    reseller = make_prepaid_reseller(licenses=10)
    sleeping = make_reseller(a_form("sleeping", email="b@b.example", is_active=False))
    tenant = bring_in(reseller)
    inactive, deleted = (bring_in(reseller, f"{name}@shop.example") for name in ("ina", "del"))
    _let_cancel(inactive)
    tenants.deactivate(inactive.id, an_act())
    tenants.delete(deleted.id, an_act())
    ask_for_signatures()
    neighbour = a_signer(a_receiver("neighbour"))
    write_statement(neighbour.id, [a_line()])
    deciding.prepare(sleeping.id, sleeping.personal.email)
    begin_to_sell(a_signer(reseller), A_MONTH, AGREED)
    owing, payer = a_subscriber(reseller, "owing"), a_subscriber(reseller, "payer")
    notification_id = next(iter(notifications_of(reseller.id, None, 1)))[1].id
    return Town(
        reseller=reseller,
        sleeping=sleeping,
        neighbour=neighbour,
        tenant=tenant,
        inactive=inactive,
        deleted=deleted,
        owing=owing,
        colleague=add_member(reseller.id, an_act()),
        invite=mint(reseller, an_offer("open@shop.example")),
        key=create_key(an_act(owner_of(reseller.id))),
        session=sign_in(ask_for_link(), an_act()),
        link_id=ask_for_link(),
        notification_id=notification_id,
        begun=begin_in_silence(reseller),
        pack=a_pack(reseller),
        held=a_held_pack(reseller),
        payment=a_payment_by_hand(tenant),
        transfer=make_token(owing),
        logo=a_sent_logo(tenant),
        till=fill(payer, paystack, paddle),
        counter=open_counter(bank),
    )


def _let_cancel(tenant: Tenant) -> None:
    """
    Subscribed, and cancelled for the end of its first month.
    """
    pilots.upgrade(tenant.id, Terms(GROWTH), an_act())
    subscribing.cancel(tenant.id, an_act(), at_once=False)


def a_signer(reseller: Reseller) -> Reseller:
    """
    The reseller, with the terms accepted.
    """
    return resellers.accept_terms(reseller.id, TERMS, an_act(owner_of(reseller.id)))


def a_subscriber(reseller: Reseller, name: str) -> Tenant:
    """
    A customer that pays through a provider, so that it is reminded though its reseller is prepaid.
    """
    subscriber = bring_in(reseller, f"{name}@shop.example")
    pilots.upgrade(subscriber.id, Terms(GROWTH), an_act(), currency="USD")
    billing.set_for_tenant(subscriber.id, Mode.PROVIDER, an_act())
    return subscriber


def begin_in_silence(reseller: Reseller) -> Purchase:
    """
    A purchase whose provider has not answered.
    """
    act = replace(an_act(owner_of(reseller.id)), once=once())
    quote_id = prices.quote(reseller, 10, an_act()).id
    silent = PretendProvider(is_silent=True)
    assert refusal_of(lambda: purchases.buy(reseller.id, quote_id, silent, act)) is not None
    return next(iter(purchase_store.purchases_of(reseller.id)))[1]


def a_pack(reseller: Reseller) -> Purchase:
    """
    A pack of 100, of which 20 are being returned, and 1.00 went back for nobody knows how many.
    """
    pack = buy_licenses(reseller.id, 100)
    tell(refunded(pack, 1_00))
    act = replace(an_act(owner_of(reseller.id)), once=once())
    silent = PretendProvider(is_silent=True)
    assert refusal_of(lambda: purchases.give_back(reseller.id, pack.id, silent, act, quantity=20))
    return purchases.get(reseller.id, pack.id)


def a_held_pack(reseller: Reseller) -> Purchase:
    """
    A pack that was paid with too little.
    """
    held = begin_purchase(reseller.id, 10)
    tell(paid(held, Money(1_00, "USD")))
    return purchases.get(reseller.id, held.id)


def a_payment_by_hand(tenant: Tenant) -> TenantPayment:
    """
    What a customer paid that its reseller bills itself.
    """
    billing.set_for_tenant(tenant.id, Mode.MANUAL, an_act())
    return receive(tenant)


def ask_for_link() -> str:
    """
    A sign-in link that was not used.
    """
    credentials.request_sign_in_link("ama@acme.example", an_act())
    (unused,) = [link["pk"] for link in items_of("SignInLink") if "used_at" not in link]
    return str(unused).removeprefix("SIGN_IN_LINK#")


def add_member(reseller_id: TenantId, act: Act, email: str = "ben@acme.example") -> Member:
    """
    A second owner.
    """
    return members.add_member(
        reseller_id,
        email=email,
        name="Ben",
        role=Role.RESELLER_OWNER,
        tenant_ids=None,
        locale=Locale.EN,
        act=act,
    )


def create_key(act: Act) -> IssuedCredential:
    """
    A key for everything.
    """
    return credentials.create_api_key(
        "CI", frozenset({"*"}), act, expires_at=None, secret_entropy=act.entropy
    )


def sign_in(link_id: str, act: Act) -> IssuedCredential:
    """
    A session.
    """
    token = tokens.link_token(link_id)
    return credentials.sign_in(link_id, token, act, workspace_id=None, secret_entropy=act.entropy)


def accept(town: Town, act: Act) -> Invite:
    """
    The open invite, accepted.
    """
    shown = acceptance.show(town.reseller.id, town.invite.id, link_of(town.invite))
    return acceptance.accept(shown, "Kofi", act)


def create_tenant(town: Town, act: Act) -> Tenant:
    """
    A customer without an invite.
    """
    return provisioning.create(
        town.reseller.id,
        act,
        name="Shop",
        plan_code=GROWTH,
        owner_email="new@shop.example",
        owner_name="New",
        locale=Locale.EN,
        branding=None,
    )


def send_file(town: Town, act: Act) -> object:
    """
    A file of one row.
    """
    return bulk.mint_all(town.reseller.id, [bulk.Row(1, an_offer("row@shop.example"))], act)
