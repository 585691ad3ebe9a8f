"""
Accepting an upload: from then on its picture is shown.
"""

from dataclasses import replace
from datetime import datetime

from tenantry.acts import Act
from tenantry.branding import bucket, owners, pictures, store
from tenantry.branding.kinds import check_announced
from tenantry.branding.model import Branded, Owner, Picture, State, Upload, UploadNotFound
from tenantry.branding.rules import merged
from tenantry.mail import assets
from tenantry.transactions import transaction, worked_out_anew


def accept(owner: Owner, upload_id: str, act: Act) -> Branded:
    """
    Shape 3. Make a picture of what was sent, store it, then let the branding show it.

    A repeat changes nothing, and answers with the branding as it is by then. Whoever dies before
    the last step leaves a file that nothing names; the next try makes the same one.

    Raises:
        ResellerNotFound, TenantNotFound: There is no owner that the principal may see.
        TenantDeleted: It is gone.
        UploadNotFound: It has no such upload, or it has lapsed.
        UploadMissing: No file has come.
        PictureRefused: It is none that can be shown; another one can be sent for the same upload.
        ChangedMeanwhile: Another one was sent at the same moment.
    """
    found = owners.read(owner, act.principal)
    owners.check_not_gone(found)
    upload = _upload(owner, upload_id, act.now)
    if upload.state is State.ACCEPTED:
        return found.branded()
    picture = _made(upload)
    bucket.keep(owner.id, picture)
    return worked_out_anew(lambda: _show(owner, upload_id, picture, act))


def _made(upload: Upload) -> Picture:
    # S3 has asked of the form's sender what is asked again here; other ways into the bucket, and
    # emulators, ask nothing.
    sent = bucket.find(upload)
    pictures.check_bytes(sent.size)
    check_announced(sent.media_type, upload.media_type)
    return pictures.make(upload.use, upload.media_type, bucket.read(upload, sent))


def _show(owner: Owner, upload_id: str, picture: Picture, act: Act) -> Branded:
    before = owners.read(owner, act.principal)
    upload = _upload(owner, upload_id, act.now)
    if upload.state is State.ACCEPTED:
        return before.branded()
    named, *_ = assets.FILES_OF[upload.use.value]
    url = assets.address(owner.id, picture.digest, named)
    fields = merged(before.fields, {upload.use.field: url})
    with transaction() as writes:
        accepted = replace(upload, state=State.ACCEPTED, digest=picture.digest)
        store.accept(writes, accepted)
        after = owners.replace(writes, before, fields)
        owners.record(
            writes,
            act,
            "branding.picture_accepted",
            after,
            upload_id=upload.id,
            use=upload.use.value,
            digest=picture.digest,
        )
    return after.branded()


def _upload(owner: Owner, upload_id: str, now: datetime) -> Upload:
    upload = store.get_upload(owner.id, upload_id)
    if upload is None or upload.expires_at <= now:
        message = "there is no such upload"
        raise UploadNotFound(message)
    return upload
