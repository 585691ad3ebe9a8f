"""
Published texts, which of them is asked for, and who accepted which.
"""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tenantry.data_processing.model import (
    Acceptance,
    AlreadyAccepted,
    Document,
    NotTheCurrentText,
    PartnerRole,
    Signer,
    VersionTaken,
)
from tenantry.ids import TenantId, UserId
from tenantry.reads import Partition, get, query
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes

CURRENT_KEY: Key = ("DATA_PROCESSING", "CURRENT")


class DocumentItem(Item):
    """
    A text that was published.
    """

    KIND = "DataProcessingDocument"

    title = UnicodeAttribute()
    text = UnicodeAttribute()
    sha256 = UnicodeAttribute()
    number = NumberAttribute()
    published_at = TimeAttribute()
    published_by = UnicodeAttribute()


class CurrentItem(Item):
    """
    Which text is asked for: the last one.
    """

    KIND = "CurrentDataProcessing"

    version = UnicodeAttribute()
    number = NumberAttribute()


class AcceptanceItem(Item):
    """
    That a reseller accepted a text.
    """

    KIND = "DataProcessingAcceptance"

    sha256 = UnicodeAttribute()
    number = NumberAttribute()
    role = UnicodeAttribute()
    legal_name = UnicodeAttribute()
    registration_number = UnicodeAttribute()
    user_id = UnicodeAttribute()
    name = UnicodeAttribute()
    email = UnicodeAttribute()
    title = UnicodeAttribute()
    address = UnicodeAttribute()
    user_agent = UnicodeAttribute()
    accepted_at = TimeAttribute()
    supersedes = UnicodeAttribute(null=True)


def document_key(version: str) -> Key:
    """
    Where a text stands.
    """
    return "DATA_PROCESSING", f"VERSION#{version}"


def acceptance_key(reseller_id: TenantId, version: str) -> Key:
    """
    Where a reseller's acceptance of a text stands: one for each text.
    """
    return f"TENANT#{reseller_id}", f"DATA_PROCESSING#{version}"


def get_current() -> Document | None:
    """
    DP1. The text that is asked for now, by way of the item that says which it is.
    """
    current = get(CurrentItem, CURRENT_KEY)
    if current is None:
        return None
    item = get(DocumentItem, document_key(current.version))
    assert item is not None, "a text is written together with the item that points to it"
    return Document(
        version=current.version,
        title=item.title,
        text=item.text,
        sha256=item.sha256,
        number=int(item.number),
        published_at=item.published_at,
        published_by=UserId(item.published_by),
    )


def publish(writes: Writes, document: Document) -> None:
    """
    DP2. Write a text, and ask for it from now on in the place of the one before.
    """
    pk, sk = document_key(document.version)
    message = f"version {document.version} was published before, and a text never changes"
    writes.create(
        DocumentItem(
            pk,
            sk,
            title=document.title,
            text=document.text,
            sha256=document.sha256,
            number=document.number,
            published_at=document.published_at,
            published_by=document.published_by,
        ),
        lambda _: VersionTaken(message, field="version"),
    )
    before = (
        CurrentItem.pk.does_not_exist()
        if document.number == 1
        else CurrentItem.number == document.number - 1
    )
    pk, sk = CURRENT_KEY
    writes.put(CurrentItem(pk, sk, version=document.version, number=document.number), before)


def accept(writes: Writes, acceptance: Acceptance) -> None:
    """
    DP3. Write an acceptance, if its text is still the one that is asked for.
    """
    pk, sk = acceptance_key(acceptance.reseller_id, acceptance.version)
    signer = acceptance.signer
    newer = "a newer text was published meanwhile; read it, and accept that one"
    again = f"version {acceptance.version} was accepted before"
    writes.check(
        CurrentItem,
        CURRENT_KEY,
        CurrentItem.version == acceptance.version,
        lambda _: NotTheCurrentText(newer, field="version"),
    )
    writes.create(
        AcceptanceItem(
            pk,
            sk,
            sha256=acceptance.sha256,
            number=acceptance.number,
            role=acceptance.role.value,
            legal_name=acceptance.legal_name,
            registration_number=acceptance.registration_number,
            user_id=signer.user_id,
            name=signer.name,
            email=signer.email,
            title=signer.title,
            address=signer.address,
            user_agent=signer.user_agent,
            accepted_at=acceptance.accepted_at,
            supersedes=acceptance.supersedes,
        ),
        lambda _: AlreadyAccepted(again, field="version"),
    )


def acceptances_of(reseller_id: TenantId) -> tuple[Acceptance, ...]:
    """
    DP4. All acceptances of a reseller, the first one first.
    """
    partition = Partition(f"TENANT#{reseller_id}", begins_with="DATA_PROCESSING#")
    found = (_from_item(reseller_id, item) for item in query(AcceptanceItem, partition))
    return tuple(sorted(found, key=lambda one: one.number))


def _from_item(reseller_id: TenantId, item: AcceptanceItem) -> Acceptance:
    return Acceptance(
        reseller_id=reseller_id,
        version=item.sk.removeprefix("DATA_PROCESSING#"),
        sha256=item.sha256,
        number=int(item.number),
        role=PartnerRole(item.role),
        legal_name=item.legal_name,
        registration_number=item.registration_number,
        signer=Signer(
            user_id=UserId(item.user_id),
            name=item.name,
            email=item.email,
            title=item.title,
            address=item.address,
            user_agent=item.user_agent,
        ),
        accepted_at=item.accepted_at,
        supersedes=item.supersedes,
    )
