"""
What ACM looks for in DNS before it issues, and for each renewal.

It asks the local DNS server as anybody would. Of CAA it reads `issue` and `issuewild` of the first
names upwards that have any; ACM does all of RFC 8659, and asks from several places of the world.
"""

from collections.abc import Callable
from hashlib import sha256

type Question = Callable[[str, str], list[str] | None]
"""The records of a type at a name, without final dots; None where nobody answers. CNAMEs are
followed, but where they are asked for."""

AUTHORITIES = ("amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com")


def record_of(domain: str) -> tuple[str, str]:
    """
    Name and value of the CNAME that validates a domain and everything below it.

    ACM gives an account the same one again for the same domain.
    """
    bare = domain.removeprefix("*.")
    name, value = (sha256(f"{part} {bare}".encode()).hexdigest()[:32] for part in ("name", "value"))
    return f"_{name}.{bare}.", f"_{value}.jddtvkljgg.acm-validations.aws."


def is_validated(ask: Question, domain: str) -> bool:
    """
    Whether the record is there.
    """
    name, value = record_of(domain)
    return value.rstrip(".") in (ask(name.rstrip("."), "CNAME") or [])


def is_forbidden(ask: Question, domain: str) -> bool:
    """
    Whether CAA records let somebody else issue, and not ACM.
    """
    bare = domain.removeprefix("*.")
    labels = bare.split(".")
    for first in range(len(labels)):
        found = ask(".".join(labels[first:]), "CAA")
        if found:
            tags = [one.split(" ", 2)[1:] for one in found]
            wild = [value for tag, value in tags if tag.lower() == "issuewild"]
            plain = [value for tag, value in tags if tag.lower() == "issue"]
            wanted = wild if domain.startswith("*.") and wild else plain
            return bool(wanted) and not any(_names_acm(value) for value in wanted)
    return False


def _names_acm(value: str) -> bool:
    return value.strip('" ').partition(";")[0].strip().lower() in AUTHORITIES
