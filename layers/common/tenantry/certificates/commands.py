"""
A domain's certificate as its partner sees it, asks for it anew, sends its own, and gives that up.
"""

from tenantry.acts import Act
from tenantry.certificates import importing, rules, store
from tenantry.certificates.model import (
    Certificate,
    CertificateIsOwn,
    CertificateNotFound,
    Source,
    State,
    claim_of,
    names_of,
)
from tenantry.certificates.own import Material, read
from tenantry.certificates.rules import News
from tenantry.certificates.settling import begin
from tenantry.certificates.telling import written
from tenantry.domains import commands as domains
from tenantry.domains.model import Domain, DomainNotHeld
from tenantry.ids import TenantId
from tenantry.transactions import worked_out_anew

_OVER = {State.FAILED, State.EXPIRED, State.REVOKED}


def get(reseller_id: TenantId, name: str) -> Certificate:
    """
    A domain's certificate.

    Raises:
        DomainNotFound: The partner has claimed no such domain.
        CertificateNotFound: It is not proven yet, or was just now; or that of an earlier claim is
            still being taken away.
    """
    domain = domains.get(reseller_id, name)
    found = store.get_certificate(reseller_id, name)
    if found is None:
        message = f"{name} has no certificate yet; it gets one as soon as it is proven"
        raise CertificateNotFound(message)
    return _of_this_claim(found, domain)


def ask_anew(reseller_id: TenantId, name: str, act: Act) -> Certificate:
    """
    Shape 3, its intent. Ask for the platform's certificate again, when what it failed of is mended.

    One that is asked for, or is there, stays as it is.

    Raises:
        DomainNotFound: The partner has claimed no such domain.
        DomainNotHeld: The domain is not proven.
        CertificateNotFound: That of an earlier claim is still being taken away.
        CertificateIsOwn: It has one of its partner's own.
    """
    domain = _served(reseller_id, name)

    def ask() -> Certificate:
        before = store.get_certificate(reseller_id, name)
        if before is None:
            return begin(domain, act)
        before = _of_this_claim(before, domain)
        if before.source is Source.OWN:
            message = f"{name} has a certificate of your own; give it up, and we ask for ours"
            raise CertificateIsOwn(message)
        if before.state not in _OVER:
            return before
        after = rules.requested_anew(before, act.now, anew=0)
        facts = {"attempt": after.attempt, "reason": before.reason}
        return written(before, after, [News("certificate.requested", facts, is_told=False)], act)

    return worked_out_anew(ask)


def import_own(reseller_id: TenantId, name: str, material: Material, act: Act) -> Certificate:
    """
    Shape 3. Serve a domain with its partner's own certificate; the same one again changes nothing.

    Raises:
        Invalid: A field breaks a rule; it names the field, and nothing of the key.
        DomainNotFound: The partner has claimed no such domain.
        DomainNotHeld: The domain is not proven.
        ImportUnderWay: Another one is being imported.
        CertificateRefused: The authority does not take it.
        AuthorityUnavailable: The authority did not answer.
    """
    domain = _served(reseller_id, name)
    own = read(material, names_of(domain.name), act.now)
    before = store.get_certificate(reseller_id, name) or begin(domain, act)
    return importing.put(domain, before, own, act)


def give_up(reseller_id: TenantId, name: str, act: Act) -> Certificate:
    """
    Shape 3, its intent. Go back to the platform's certificate; the own one serves until then.

    Raises:
        DomainNotFound: The partner has claimed no such domain.
        DomainNotHeld: The domain is not proven.
        CertificateNotFound: It has no certificate at all.
    """
    domain = _served(reseller_id, name)

    def leave() -> Certificate:
        before = get(reseller_id, domain.name)
        if before.source is not Source.OWN:
            return before
        after = rules.requested_anew(before, act.now, anew=0)
        given_up = News("certificate.given_up", {"attempt": after.attempt}, is_told=False)
        return written(before, after, [given_up], act)

    return worked_out_anew(leave)


def _of_this_claim(found: Certificate, domain: Domain) -> Certificate:
    if found.leaving_since is None and found.claim == claim_of(domain):
        return found
    message = f"{domain.name} gets its certificate in some minutes: an earlier one is taken away"
    raise CertificateNotFound(message)


def _served(reseller_id: TenantId, name: str) -> Domain:
    domain = domains.get(reseller_id, name)
    if not domain.is_served:
        message = f"{name} is not proven; a certificate needs that first"
        raise DomainNotHeld(message, state=domain.state.value)
    return domain
