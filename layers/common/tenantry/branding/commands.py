"""
What somebody asks of a branding: to read it, to change its fields, to send a picture for it.
"""

from collections.abc import Mapping

from tenantry import idempotency
from tenantry.acts import Act
from tenantry.branding import bucket, owners, store
from tenantry.branding.model import AskedUpload, Branded, MediaType, Owner, Upload, Use
from tenantry.branding.rules import merged
from tenantry.principals import Principal
from tenantry.transactions import transaction, worked_out_anew


def read(owner: Owner, principal: Principal) -> Branded:
    """
    A branding: what its owner has set, and what customers see.

    Raises:
        ResellerNotFound, TenantNotFound: There is no owner that the principal may see.
    """
    return owners.read(owner, principal).branded()


def change(owner: Owner, changes: Mapping[str, str], act: Act) -> Branded:
    """
    Shape 1. Set some fields of a branding, and leave the others; an empty one is taken away.

    Raises:
        ResellerNotFound, TenantNotFound: There is no owner that the principal may see.
        TenantDeleted: It is gone.
    """
    return worked_out_anew(lambda: _change(owner, changes, act))


def ask_upload(
    owner: Owner, use: Use, media_type: MediaType, act: Act, *, size: int | None = None
) -> AskedUpload:
    """
    Shape 1. Ask for a form to send a picture with; nothing is shown before it is accepted.

    Args:
        size: How many bytes the file has; then it takes a file of just that length.

    Raises:
        ResellerNotFound, TenantNotFound: There is no owner that the principal may see.
        TenantDeleted: It is gone.
    """
    found = owners.read(owner, act.principal)
    owners.check_not_gone(found)
    upload = Upload(act.new_id("upl"), owner.id, use, media_type, act.now, size)
    asked = AskedUpload(upload, bucket.form(upload))
    with transaction() as writes:
        store.create(writes, upload)
        owners.record(
            writes, act, "branding.upload_asked", found, upload_id=upload.id, use=use.value
        )
        idempotency.remember(writes, act, asked)
    return asked


def _change(owner: Owner, changes: Mapping[str, str], act: Act) -> Branded:
    before = owners.read(owner, act.principal)
    owners.check_not_gone(before)
    fields = merged(before.fields, changes)
    names = sorted(name for name in changes if changes[name] != before.fields.get(name, ""))
    if not names:
        return before.branded()
    with transaction() as writes:
        after = owners.replace(writes, before, fields)
        owners.record(writes, act, "branding.changed", after, fields=names)
    return after.branded()
