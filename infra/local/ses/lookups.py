"""
How SES sees the stack's DNS: like anybody, through a resolver.
"""

import dns.exception
import dns.resolver

from infra.local.places import HOST

SECONDS = 2.0


class Resolver:
    """
    Asks the stack's DNS server.
    """

    def __init__(self, port: int) -> None:
        self._resolver = dns.resolver.Resolver(configure=False)
        self._resolver.nameservers = [HOST]
        self._resolver.port = port
        self._resolver.lifetime = SECONDS

    def ask(self, name: str, type_: str) -> list[str] | None:
        """
        The values of a name's records of a type, without final dots; None in trouble.
        """
        try:
            found = self._resolver.resolve(name, type_, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.exception.DNSException:
            return None
        return sorted(record.to_text().rstrip(".").lower() for record in found)
