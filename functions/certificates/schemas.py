"""
The bodies of the certificate routes.
"""

from typing import Self

from pydantic import ConfigDict, Field, SecretStr

from tenantry.certificates import rules
from tenantry.certificates.model import Certificate, Issued, Seen, Source, State
from tenantry.certificates.own import Material
from tenantry.certificates.wording import words_of
from tenantry.clock import stamp
from tenantry.edge.model import EdgeHostState
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.dns_records import DnsRecordBody


class SendCertificate(Body):
    """
    A certificate of the partner's own, each part as PEM.
    """

    # What is wrong with a field is said without the field.
    model_config = ConfigDict(extra="forbid", defer_build=True, hide_input_in_errors=True)

    certificate: str = Field(
        description=(
            "For the domain and its wildcard. Certificates behind it are taken as the chain."
        )
    )
    chain: str = Field(
        "", description="Those that it follows from, each certifying the one before."
    )
    private_key: SecretStr = Field(
        description="Not encrypted. It is handed on to the certificate authority and kept nowhere."
    )

    def material(self) -> Material:
        """
        The parts as the command takes them.
        """
        return Material(self.certificate, self.chain, self.private_key.get_secret_value())


class IssuedBody(AnswerBody):
    """
    What stands in a certificate.
    """

    not_before: str
    not_after: str
    issuer: str
    serial: str = Field(description="In hexadecimal.")

    @classmethod
    def of(cls, issued: Issued) -> Self:
        """
        Show it.
        """
        return cls(
            not_before=stamp(issued.not_before),
            not_after=stamp(issued.not_after),
            issuer=issued.issuer,
            serial=issued.serial,
        )


class ServedBody(AnswerBody):
    """
    What a host showed to a TLS handshake.
    """

    host: str
    seen: Seen
    at: str
    serial: str | None
    issuer: str | None
    not_after: str | None


class ServedHostBody(AnswerBody):
    """
    Whether the edge serves a host.
    """

    host: str
    state: EdgeHostState


class CertificateBody(AnswerBody):
    """
    A domain's certificate, and apart from it whether its hosts are served.
    """

    domain: str
    names: list[str]
    source: Source
    state: State
    reason: str | None = Field(description="A stable code for why there is none.")
    words: str
    records: list[DnsRecordBody] = Field(description="What to set in DNS, and to leave there.")
    issued: IssuedBody | None
    renewal: str | None = Field(description="How the platform gets on with renewing it.")
    hosts: list[ServedHostBody]
    trouble: EdgeHostState | None = Field(
        description="Why the edge did not take the last change: what it served it goes on serving."
    )
    served: list[ServedBody] = Field(description="As hosts that point here were last looked at.")
    asked_at: str

    @classmethod
    def of(cls, one: Certificate) -> Self:
        """
        Show a certificate.
        """
        served = [
            ServedBody(
                host=host,
                seen=found.seen,
                at=stamp(found.at),
                serial=found.serial,
                issuer=found.issuer,
                not_after=None if found.not_after is None else stamp(found.not_after),
            )
            for host, found in sorted(one.served.items())
        ]
        return cls(
            domain=one.domain,
            names=list(one.names),
            source=one.source,
            state=one.state,
            reason=one.reason,
            words=words_of(one),
            records=[DnsRecordBody.of(record) for record in rules.records_to_set(one)],
            issued=None if one.issued is None else IssuedBody.of(one.issued),
            renewal=None if one.renewal is None else one.renewal.state,
            hosts=[ServedHostBody(host=host, state=state) for host, state in one.hosts.items()],
            trouble=one.trouble,
            served=served,
            asked_at=stamp(one.asked_at),
        )
