"""
Publishing a text, and accepting it.
"""

from dataclasses import dataclass
from hashlib import sha256

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.data_processing import store
from tenantry.data_processing.model import (
    Acceptance,
    Document,
    DocumentNotFound,
    NotTheCurrentText,
    PartnerRole,
    Signer,
    Standing,
)
from tenantry.ids import TenantId
from tenantry.principals import PLATFORM
from tenantry.resellers import commands as resellers
from tenantry.transactions import transaction
from tenantry.users import store as users


@dataclass(frozen=True, slots=True)
class Signing:
    """
    What a person fills in to accept, and where the request came from.

    Args:
        sha256: Of the text that the person read, which must be the one that is asked for.
    """

    version: str
    sha256: str
    role: PartnerRole
    name: str
    title: str
    address: str
    user_agent: str


def publish(version: str, title: str, text: str, act: Act) -> Document:
    """
    Shape 1. Publish a text; every reseller is asked for it from now on (R-RES-8).

    Raises:
        VersionTaken: There is a text of this version.
        Conflict: Another text was published at the same moment.
    """
    before = store.get_current()
    document = Document(
        version=version,
        title=title,
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        number=1 if before is None else before.number + 1,
        published_at=act.now,
        published_by=act.principal.person_id,
    )
    with transaction() as writes:
        store.publish(writes, document)
        events.record(
            writes,
            act,
            "data_processing.published",
            tenant_id=PLATFORM,
            reseller_id=None,
            version=version,
            sha256=document.sha256,
        )
        idempotency.remember(writes, act, document)
    return document


def current() -> Document:
    """
    The text that is asked for now.

    Raises:
        DocumentNotFound: None was published.
    """
    found = store.get_current()
    if found is None:
        message = "no data-processing agreement was published yet"
        raise DocumentNotFound(message)
    return found


def accept(reseller_id: TenantId, signing: Signing, act: Act) -> Acceptance:
    """
    Shape 1. Record that a reseller accepts the current text: who, when, from where (R-RES-8).

    Raises:
        DocumentNotFound: No text was published.
        NotTheCurrentText: The person read another one.
        AlreadyAccepted: This text was accepted before.
    """
    document = current()
    if (signing.version, signing.sha256) != (document.version, document.sha256):
        message = f"the text that is asked for is version {document.version}; read and accept that"
        raise NotTheCurrentText(message, field="version", version=document.version)
    acceptance = _signed(reseller_id, document, signing, act)
    with transaction() as writes:
        store.accept(writes, acceptance)
        events.record(
            writes,
            act,
            "data_processing.accepted",
            tenant_id=reseller_id,
            reseller_id=reseller_id,
            version=document.version,
            sha256=document.sha256,
            role=signing.role.value,
        )
        idempotency.remember(writes, act, acceptance)
    return acceptance


def standing_of(reseller_id: TenantId) -> Standing:
    """
    What a reseller has accepted, beside what is asked for.

    Raises:
        ResellerNotFound: There is no such reseller.
    """
    resellers.get(reseller_id)
    return Standing(store.get_current(), store.acceptances_of(reseller_id))


def _signed(reseller_id: TenantId, document: Document, signing: Signing, act: Act) -> Acceptance:
    reseller = resellers.get(reseller_id)
    person = users.get_user(act.principal.person_id)
    assert person is not None, "who is signed in is a person"
    earlier = store.acceptances_of(reseller_id)
    return Acceptance(
        reseller_id=reseller_id,
        version=document.version,
        sha256=document.sha256,
        number=document.number,
        role=signing.role,
        legal_name=reseller.company.legal_name,
        registration_number=reseller.company.registration_number,
        signer=Signer(
            user_id=person.id,
            name=signing.name,
            email=person.email,
            title=signing.title,
            address=signing.address,
            user_agent=signing.user_agent,
        ),
        accepted_at=act.now,
        supersedes=earlier[-1].version if earlier else None,
    )
