"""
Uploads of pictures, with whose branding they are for. They lapse with their file.
"""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tenantry.branding.model import MediaType, State, Upload, Use
from tenantry.ids import TenantId
from tenantry.reads import get
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class UploadItem(Item):
    """
    A picture that is to come, or came.
    """

    KIND = "BrandingUpload"

    use = UnicodeAttribute()
    media_type = UnicodeAttribute()
    asked_at = TimeAttribute()
    size = NumberAttribute(null=True)
    state = UnicodeAttribute()
    digest = UnicodeAttribute(null=True)


def key(owner_id: TenantId, upload_id: str) -> Key:
    """
    Where an upload stands.
    """
    return f"TENANT#{owner_id}", f"UPLOAD#{upload_id}"


def get_upload(owner_id: TenantId, upload_id: str) -> Upload | None:
    """
    BR1. Read an upload.
    """
    item = get(UploadItem, key(owner_id, upload_id))
    return None if item is None else _from_item(item)


def create(writes: Writes, upload: Upload) -> None:
    """
    BR2. Write a new upload.
    """
    writes.create(_to_item(upload))


def accept(writes: Writes, upload: Upload) -> None:
    """
    BR3. Write what an upload came to, only while it is open: the first picture of it counts.
    """
    writes.put(_to_item(upload), UploadItem.state == State.OPEN.value)


def _to_item(upload: Upload) -> UploadItem:
    pk, sk = key(upload.owner_id, upload.id)
    return UploadItem(
        pk,
        sk,
        use=upload.use.value,
        media_type=upload.media_type.value,
        asked_at=upload.asked_at,
        size=upload.size,
        state=upload.state.value,
        digest=upload.digest,
        expires=int(upload.expires_at.timestamp()),
    )


def _from_item(item: UploadItem) -> Upload:
    return Upload(
        id=item.sk.removeprefix("UPLOAD#"),
        owner_id=TenantId(item.pk.removeprefix("TENANT#")),
        use=Use(item.use),
        media_type=MediaType(item.media_type),
        asked_at=item.asked_at,
        size=int(item.size) if item.size else None,
        state=State(item.state),
        digest=item.digest,
    )
