"""
What each point of the checklist asks for, and the words for what is missing.
"""

from collections.abc import Callable
from datetime import datetime

from tenantry.certificates.model import Certificate, claim_of
from tenantry.certificates.model import State as Issuing
from tenantry.clock import stamp
from tenantry.domains.findings import CheckName, CheckState
from tenantry.domains.model import Domain
from tenantry.domains.model import State as Holding
from tenantry.readiness.model import Answer, Checklist, Known, Need

_RESELLER = "/v1/resellers/{reseller_id}"
_DOMAINS = f"POST {_RESELLER}/domains"
# Field by field: the reseller's own route takes a branding as a whole, with nothing left out.
_BRANDING = f"PATCH {_RESELLER}/branding"

_LINKS = {
    Need.WEBSITE_LINK: ("website_url", "the link to your website"),
    Need.SUPPORT_LINK: ("support_url", "the link to your support"),
    Need.BILLING_LINK: ("billing_url", "the link to your billing"),
    Need.TERMS_LINK: ("terms_url", "the link to your terms"),
    Need.PRIVACY_LINK: ("privacy_url", "the link to your privacy notice"),
    Need.SUPPORT_EMAIL: ("support_email", "the address that your customers write to"),
}


def checklist(known: Known, now: datetime) -> Checklist:
    """
    Fill the list in.

    Args:
        now: A certificate that ends by then is none.
    """
    answers = {
        Need.ROOT_DOMAIN: _root_domain,
        Need.WILDCARD_CERTIFICATE: lambda one: _certificate(one, now),
        Need.BRAND_COLORS: _colors,
        Need.LOGO: _logo,
        **{point: _link(point) for point in _LINKS},
        Need.PAYMENT_KEY: _payment_key,
        Need.DATA_PROCESSING_AGREEMENT: _agreement,
    }
    return Checklist(tuple(answers[point](known) for point in Need))


def _there(point: Need, words: str) -> Answer:
    return Answer(point, is_ready=True, words=words)


def _missing(point: Need, words: str, route: str) -> Answer:
    return Answer(point, is_ready=False, words=words, route=route)


def _served(known: Known) -> list[Domain]:
    return [domain for domain in known.domains if domain.is_served]


def _root_domain(known: Known) -> Answer:
    point = Need.ROOT_DOMAIN
    served = _served(known)
    clean = [one for one in served if one.standing_of(CheckName.REPUTATION) != CheckState.WRONG]
    if clean:
        return _there(point, f"{clean[0].name} is yours")
    look = f"GET {_RESELLER}/domains/{{domain}}"
    if served:
        words = f"{served[0].name} is yours, and a list of bad domains has it; its check says which"
        return _missing(point, words, look)
    for domain in known.domains:
        if domain.state is Holding.SUSPENDED:
            words = f"{domain.name} is suspended, since its record is missing; set it again"
            return _missing(point, words, look)
    for domain in known.domains:
        if domain.state is Holding.CLAIMED:
            words = f"set the TXT record of {domain.name} that proves it is yours"
            return _missing(point, words, look)
    return _missing(point, "claim the root domain that your customers are to see", _DOMAINS)


def _certificate(known: Known, now: datetime) -> Answer:
    point = Need.WILDCARD_CERTIFICATE
    # One of an earlier claim is still written down while it is being taken away.
    claims = {claim_of(domain) for domain in _served(known)}
    ours = [one for one in known.certificates if one.claim in claims and not one.leaving_since]
    for one in ours:
        if _is_good(one, now) and one.issued is not None:
            return _there(point, f"*.{one.domain} has one until {stamp(one.issued.not_after)}")
    if not claims:
        return _missing(point, "it is asked for as soon as your root domain is proven", _DOMAINS)
    route = f"GET {_RESELLER}/domains/{{domain}}/certificate"
    if any(one.state is Issuing.EXPIRED for one in ours):
        return _missing(point, "it has expired", route)
    if any(one.records for one in ours):
        words = "set the CNAME record by which the certificate is issued and renewed"
        return _missing(point, words, route)
    return _missing(point, "it is asked for, and not issued yet", route)


def _is_good(certificate: Certificate, now: datetime) -> bool:
    issued = certificate.issued
    return certificate.state is Issuing.ISSUED and issued is not None and now < issued.not_after


def _colors(known: Known) -> Answer:
    point, branding = Need.BRAND_COLORS, known.reseller.branding
    if branding.primary_color:
        return _there(point, branding.primary_color)
    return _missing(point, "choose the primary colour of your brand", _BRANDING)


def _logo(known: Known) -> Answer:
    point, branding = Need.LOGO, known.reseller.branding
    if branding.logo_url:
        return _there(point, branding.logo_url)
    route = f"POST {_RESELLER}/branding/uploads"
    return _missing(point, "upload your logo, which is shown in 200 by 50 pixels", route)


def _link(point: Need) -> Callable[[Known], Answer]:
    field, what = _LINKS[point]

    def answer(known: Known) -> Answer:
        value = str(getattr(known.reseller.branding, field))
        return _there(point, value) if value else _missing(point, f"set {what}", _BRANDING)

    return answer


def _payment_key(known: Known) -> Answer:
    point, key = Need.PAYMENT_KEY, known.payment_key
    if key is not None:
        return _there(point, f"a {key.form.mode.value} key that ends in {key.form.last_four}")
    words = "set the key of your own account at the payment provider"
    return _missing(point, words, f"PUT {_RESELLER}/payment-key")


def _agreement(known: Known) -> Answer:
    point, standing = Need.DATA_PROCESSING_AGREEMENT, known.agreement
    if standing.current is None:
        words = "the platform has published no data-processing agreement yet"
        return _missing(point, words, "POST /v1/data-processing-agreement")
    if standing.is_accepted:
        return _there(point, f"version {standing.current.version} is accepted")
    words = f"an owner reads and accepts version {standing.current.version}"
    return _missing(point, words, f"POST {_RESELLER}/data-processing-agreement")
