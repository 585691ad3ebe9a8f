"""
Giving a partner's own certificate to the authority; its key is in memory alone, and for so long.
"""

from contextlib import suppress
from dataclasses import replace

from tenantry.acts import Act
from tenantry.certificates import acm, rules, store
from tenantry.certificates.model import (
    IMPORT_LASTS,
    Certificate,
    CertificateRefused,
    Import,
    ImportUnderWay,
    Source,
    State,
    claim_of,
)
from tenantry.certificates.own import Own
from tenantry.certificates.rules import News
from tenantry.certificates.telling import written
from tenantry.clock import stamp
from tenantry.domains import store as domains
from tenantry.domains.model import Domain
from tenantry.transactions import transaction, worked_out_anew


def finished(certificate: Certificate, act: Act) -> Certificate:
    """
    Shape 3. The certificate after an import whose outcome nobody has written down.

    Raises:
        AuthorityUnavailable: The authority did not answer.
        ChangedMeanwhile: Somebody else has finished it.
    """
    importing = certificate.importing
    if importing is None or act.now - importing.started_at < IMPORT_LASTS:
        return certificate
    return _over(certificate, importing, _came_to(certificate, importing), act)


def put(domain: Domain, before: Certificate, own: Own, act: Act) -> Certificate:
    """
    Shape 3. Give a certificate to the authority, in place of the partner's own one before it.

    The one that the domain has already is not given again.

    Raises:
        ImportUnderWay: Another one is on its way.
        CertificateRefused: The authority does not take it. All is as it was.
        AuthorityUnavailable: The authority did not answer; the next look finds out what it did.
    """
    before = finished(before, act)
    is_leaving = before.leaving_since is not None or before.claim != claim_of(domain)
    if _is_same(before, own) and not is_leaving:
        return before
    if before.importing is not None or is_leaving:
        message = "another certificate of this domain is on its way; repeat this in two minutes"
        raise ImportUnderWay(message, retry_after=int(IMPORT_LASTS.total_seconds()))
    meant, importing = _meant(domain, before, own, act)
    try:
        arn = _given(importing, own)
    except CertificateRefused:
        _over(meant, importing, None, act)
        raise
    return _over(meant, importing, arn, act)


def _is_same(certificate: Certificate, own: Own) -> bool:
    """
    Whether a certificate is what the domain has already.
    """
    issued = certificate.issued
    is_there = certificate.source is Source.OWN and certificate.state is State.ISSUED
    return is_there and issued is not None and issued.fingerprint == own.issued.fingerprint


def _meant(domain: Domain, before: Certificate, own: Own, act: Act) -> tuple[Certificate, Import]:
    into = before.arn if before.source is Source.OWN else None
    # No other write of this proof has this version, so no other import has this tag.
    tag = f"{before.claim}i{before.version}"
    importing = Import(tag, act.now, own.issued, into)
    after = replace(before, importing=importing, version=before.version + 1)
    with transaction() as writes:
        domains.check_held(writes, domain)
        store.put(writes, before, after)
    return after, importing


def _given(importing: Import, own: Own) -> str:
    parts = {"leaf": own.leaf, "chain": own.chain, "key": own.key}
    if importing.into is not None:
        # One with other key usages cannot stand in another's place: it becomes a new one.
        with suppress(CertificateRefused):
            return acm.put(importing.tag, importing.into, **parts)
    return acm.put(importing.tag, None, **parts)


def _came_to(certificate: Certificate, importing: Import) -> str | None:
    found = acm.find(certificate.domain, importing.tag)
    if found is not None or importing.into is None:
        return found
    told = acm.describe(importing.into, certificate.domain)
    if told is None or told.issued is None or told.issued.serial != importing.issued.serial:
        return None
    return importing.into


def _over(meant: Certificate, importing: Import, arn: str | None, act: Act) -> Certificate:
    """
    Write down what an import has come to, whatever else has happened to the certificate meanwhile.
    """
    former = _lost_request(meant) if arn is not None else None

    def write() -> Certificate:
        latest = store.get_certificate(meant.reseller_id, meant.domain)
        if latest is None or latest.importing != importing:
            # Somebody has written it down already.
            return latest or meant
        if arn is None:
            return written(latest, replace(latest, importing=None), [], act)
        after = rules.imported(latest, arn, former)
        facts = {"not_after": stamp(importing.issued.not_after), "replaces": latest.source.value}
        return written(latest, after, [News("certificate.imported", facts, is_told=False)], act)

    return worked_out_anew(write)


def _lost_request(meant: Certificate) -> str | None:
    """
    The platform's request before it, if it was made and its answer was lost.
    """
    is_unclear = meant.source is Source.PLATFORM and meant.state is State.REQUESTED
    return acm.find(meant.domain, meant.tag) if is_unclear else None
