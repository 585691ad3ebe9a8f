"""
A certificate's state in plain English, with what its partner can do.
"""

from tenantry.certificates.model import Certificate, Source, State
from tenantry.certificates.rules import CAA_ERROR, TIMED_OUT
from tenantry.edge.model import EdgeHostState

_FAILED = {
    CAA_ERROR: (
        "CAA records of the domain let other authorities issue, and not ours. Add the record below "
        "beside them (and the same with issuewild, where the domain has such records)."
    ),
    TIMED_OUT: (
        "The validation record was not found within 72 hours. Set the record below, and ask again."
    ),
    "domain_not_allowed": (
        "Our authority does not issue for this domain: it stands on a list of unsafe ones. Ask it "
        "to be taken off, then ask again; or send a certificate of your own."
    ),
    "additional_verification_required": (
        "Our authority wants to know more before it issues for this domain. We are told too, and "
        "see to it."
    ),
    "invalid_public_domain": (
        "Our authority does not know this domain as one of the internet. Check how it is spelled."
    ),
}
_OTHER = "The certificate was not issued. Ask again, or send one of your own."
_STATES = {
    State.REQUESTED: (
        "We are asking for a certificate; the records to set are known in some seconds."
    ),
    State.PENDING_VALIDATION: (
        "Set the record below and leave it there: each renewal needs it again."
    ),
    State.EXPIRED: "The certificate has ended: browsers refuse the domain's hosts.",
    State.REVOKED: "The certificate was revoked: browsers refuse the domain's hosts.",
}
_HOSTS = {
    EdgeHostState.CONFLICT: (
        " Somebody else serves this host from the same network (an account of Amazon CloudFront): "
        "have it removed there."
    ),
    EdgeHostState.REFUSED: " The edge does not take the certificate; send another one.",
    EdgeHostState.DEPLOYING: " The edge takes it over at this moment, which takes some minutes.",
}


def words_of(certificate: Certificate) -> str:
    """
    What is to be said of a certificate, and of whether it is served.
    """
    said = _of_state(certificate)
    states = {*certificate.hosts.values(), certificate.trouble}
    return said + "".join(words for state, words in _HOSTS.items() if state in states)


def _of_state(certificate: Certificate) -> str:
    if certificate.importing is not None:
        return "Your certificate is being given to the authority."
    if certificate.state is State.ISSUED:
        return _of_issued(certificate)
    if certificate.state is State.FAILED:
        return _FAILED.get(certificate.reason or "", _OTHER)
    return _STATES[certificate.state]


def _of_issued(certificate: Certificate) -> str:
    if certificate.source is Source.OWN:
        return "Your own certificate is in use. Nobody renews it but you: send the next in time."
    if certificate.renewal is not None and certificate.renewal.is_blocked:
        return (
            "The certificate is in use, and cannot be renewed: set the record below again, or it "
            "ends."
        )
    return "The certificate is in use, and renewed by itself as long as its record stays."
