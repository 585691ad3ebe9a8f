"""
DMARC policy records as text, and what of them counts (RFC 9989, sections 4.7, 4.8 and 4.10.1).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tenantry.mail_policy import tags

VERSION = "DMARC1"
LABEL = "_dmarc"
_IS_DMARC = re.compile(rf"v[ \t]*=[ \t]*{VERSION}[ \t]*(;|$)")
_MEANT = re.compile(r"""^[\s\ufeff\u200b"'“”\\]*v\s*=\s*dmarc\s*1""", re.IGNORECASE)
_URI = re.compile(
    r"(?!mailto:)[a-z][a-z0-9+.-]*:[^\s,!]+|mailto:[^\s,!@]+@[^\s,!@]+", re.IGNORECASE
)
_SIZE = re.compile(r"![0-9]+[kmgt]?$", re.IGNORECASE)


class Policy(StrEnum):
    """
    What a domain wants done with mail that is not its own.
    """

    NONE = "none"
    QUARANTINE = "quarantine"
    REJECT = "reject"

    @property
    def tested(self) -> "Policy":
        """
        What it counts as in test mode (`t=y`): one level less.
        """
        return Policy.QUARANTINE if self is Policy.REJECT else Policy.NONE


POLICIES = ("p", "sp", "np")
ADDRESSES = ("rua", "ruf")
REMOVED = frozenset({"pct", "rf", "ri"})
"""Tags of RFC 7489 that RFC 9989 knows no longer."""

_CHOICES = {
    **dict.fromkeys(POLICIES, frozenset(Policy)),
    "adkim": frozenset("rs"),
    "aspf": frozenset("rs"),
    "psd": frozenset("ynu"),
    "t": frozenset("yn"),
}
_FO = re.compile(r"[01ds](:[01ds])*", re.IGNORECASE)
KNOWN = frozenset({"v", "fo", *_CHOICES, *ADDRESSES})


@dataclass(frozen=True, slots=True)
class DmarcRecord:
    """
    One record.

    Args:
        tags: All of it, as it stands there.
        good: Of the tags that are known, those with a value of their own kind, in lower case.
    """

    text: str
    tags: tags.Tags
    good: Mapping[str, str]

    @property
    def applied(self) -> Policy | None:
        """
        The policy of the domain itself; None where the record has no effect at all.

        Where a policy is missing or mistaken, that of the record is “none” if it asks for reports,
        and nobody heeds it if it does not (4.10.1).
        """
        if self._is_sound:
            return Policy(self.good["p"])
        return Policy.NONE if self.reports else None

    @property
    def reports(self) -> tuple[str, ...]:
        """
        Where reports can be sent to.
        """
        return tuple(uri for uri in _listed(self.tags.values.get("rua", "")) if is_uri(uri))

    @property
    def is_test(self) -> bool:
        """
        Whether the policy is only tried out, and counts one level less.
        """
        return self.good.get("t") == "y"

    @property
    def psd(self) -> str:
        """
        Whether it stands at a public suffix: `y`, `n`, or `u` for what the walk makes of it.
        """
        return self.good.get("psd", "u")

    def below(self, *, is_there: bool) -> Policy | None:
        """
        The policy of a name below.

        Args:
            is_there: Whether that name exists.
        """
        if not self._is_sound:
            return self.applied
        names = ("sp", "p") if is_there else ("np", "sp", "p")
        return Policy(next(self.good[name] for name in names if name in self.good))

    @property
    def _is_sound(self) -> bool:
        said = [name for name in POLICIES if name in self.tags.values]
        return "p" in said and all(name in self.good for name in said)


def select(values: Iterable[str]) -> list[DmarcRecord]:
    """
    The DMARC records among TXT records; where there are several, none of them counts.

    Example:
        >>> [record.text for record in select(["v=DMARC1; p=none", "v=dmarc1; p=none", "x"])]
        ['v=DMARC1; p=none']
    """
    return [read(value) for value in values if _IS_DMARC.match(value)]


def read(text: str) -> DmarcRecord:
    """
    The record in *text*, which begins with its version.
    """
    found = tags.read(text)
    return DmarcRecord(text, found, dict(_good(found.values)))


def mistaken(values: Iterable[str]) -> list[str]:
    """
    TXT records that were meant for DMARC and are none.
    """
    return [value for value in values if _MEANT.match(value) and not _IS_DMARC.match(value)]


def is_uri(text: str) -> bool:
    """
    Whether reports can be sent there; the old suffix for a size makes no difference (4.8).

    Example:
        >>> is_uri("mailto:dmarc@example.com!10m"), is_uri("dmarc@example.com")
        (True, False)
    """
    return _URI.fullmatch(_SIZE.sub("", text)) is not None


def mended(record: DmarcRecord) -> str:
    """
    The record with a policy, and without what nobody can read.

    Example:
        >>> mended(read("v=DMARC1; p=rejected; rua=dmarc@example.com; fo=1"))
        'v=DMARC1; p=none; rua=mailto:dmarc@example.com; fo=1'
    """
    kept = {"v": VERSION, "p": record.good.get("p", Policy.NONE.value)}
    for name, value in record.tags.values.items():
        if name in ADDRESSES and (addresses := [_addressed(uri) for uri in _listed(value)]):
            kept[name] = ",".join(addresses)
        elif name in record.good and name not in kept:
            kept[name] = value
    return "; ".join(f"{name}={value}" for name, value in kept.items())


def _good(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        lower = value.lower()
        is_fo = name == "fo" and _FO.fullmatch(lower)
        is_list = name in ADDRESSES and value and all(map(is_uri, _listed(value)))
        if is_fo or is_list or lower in _CHOICES.get(name, ()):
            yield name, lower


def _listed(value: str) -> list[str]:
    return [uri.strip() for uri in value.split(",") if uri.strip()]


def _addressed(uri: str) -> str:
    with_scheme = f"mailto:{uri}"
    return with_scheme if not is_uri(uri) and is_uri(with_scheme) else uri
