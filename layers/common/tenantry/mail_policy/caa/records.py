"""
CAA records as text, and what they allow (RFC 8659, section 4).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tenantry.mail_policy.names import canonical

ISSUE, ISSUE_WILD = "issue", "issuewild"
UNDERSTOOD = frozenset({ISSUE, ISSUE_WILD, "iodef"})
"""Tags that every authority has to understand; of any other it may not."""

_RECORD = re.compile(r'([0-9]{1,3}) ([a-z0-9]+) "(.*)"', re.IGNORECASE | re.DOTALL)
_ESCAPE = re.compile(r"\\([0-9]{3}|.)", re.DOTALL)
_LABEL = r"[a-z0-9](?:-*[a-z0-9])*"
_ISSUER = re.compile(rf"[ \t]*((?:{_LABEL}(?:\.{_LABEL})*)?)[ \t]*(?:;(.*))?", re.IGNORECASE)
_PARAMETER = re.compile(r"[ \t]*[a-z0-9]+[ \t]*=[ \t]*[!-:<-~]*[ \t]*", re.IGNORECASE)
_CRITICAL = 128


@dataclass(frozen=True, slots=True)
class Property:
    """
    One record.

    Args:
        tag: In lower case.
        is_critical: Whether who does not understand the tag must not issue.
    """

    tag: str
    value: str
    is_critical: bool = False

    @property
    def issuer(self) -> str:
        """
        The authority that it lets issue; empty where it lets none, or cannot be read (4.2).
        """
        found = _ISSUER.fullmatch(self.value)
        if found is None:
            return ""
        name, parameters = found.groups()
        said = [part for part in (parameters or "").split(";") if part.strip(" \t")]
        return canonical(name) if all(map(_PARAMETER.fullmatch, said)) else ""

    @property
    def conditions(self) -> str:
        """
        What it asks for besides: methods of validation, or an account (RFC 8657).
        """
        return self.value.partition(";")[2].strip()


def read(values: Iterable[str]) -> tuple[Property, ...]:
    """
    The properties in CAA records, written as zone files write them.

    Example:
        >>> read(['0 issue "amazon.com; validationmethods=dns-01"'])[0].issuer
        'amazon.com'
    """
    found = (_RECORD.fullmatch(value.strip()) for value in values)
    return tuple(
        Property(it[2].lower(), _ESCAPE.sub(_unescaped, it[3]), int(it[1]) >= _CRITICAL)
        for it in found
        if it is not None
    )


def deciding(properties: Sequence[Property], *, is_wildcard: bool) -> list[Property]:
    """
    The properties that say who may issue: for a wildcard those of `issuewild`, if there are any.
    """
    wild = [it for it in properties if it.tag == ISSUE_WILD]
    return wild if is_wildcard and wild else [it for it in properties if it.tag == ISSUE]


def not_understood(properties: Iterable[Property]) -> list[Property]:
    """
    Properties that nobody needs to understand, and without understanding them may not issue (4.1).
    """
    return [it for it in properties if it.is_critical and it.tag not in UNDERSTOOD]


def may_issue(
    properties: Sequence[Property], issuers: frozenset[str], *, is_wildcard: bool
) -> bool:
    """
    Whether an authority that goes by one of the names *issuers* may issue.

    Example:
        >>> present = read(['0 issue "letsencrypt.org"', '0 issuewild ";"'])
        >>> may_issue(present, frozenset({"letsencrypt.org"}), is_wildcard=True)
        False
    """
    if not_understood(properties):
        return False
    rules = deciding(properties, is_wildcard=is_wildcard)
    return not rules or any(rule.issuer in issuers for rule in rules)


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    return chr(int(code)) if code.isdigit() and len(code) > 1 else code
