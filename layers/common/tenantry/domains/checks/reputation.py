"""
Whether lists of domains with a bad name have this one: listed, clean, or nobody can tell (R-WL-1).

No list is asked unless the settings name it: most are free for private use only. Each is asked for
two names first of which every list must have the one and must not have the other (RFC 5782, 5), for
a list that refuses to answer us looks like one that knows all names, or none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tenantry.dns.model import Answer
from tenantry.domains.checks.scene import Scene, shown
from tenantry.domains.findings import CheckState, Finding

LISTED_BY_ALL, LISTED_BY_NONE = "test", "invalid"

_LOOPBACK = "127."
_REFUSED = {
    "127.0.0.1": "it refuses to answer us",
    "127.255.255.252": "it says that its zone is misspelt in our settings",
    "127.255.255.254": "it does not answer public resolvers",
    "127.255.255.255": "we have asked it too often",
}
"""What is no listing: URIBL's, and those of Spamhaus; none of the lists uses them otherwise."""


class Mark(StrEnum):
    """
    What a list says of a domain.
    """

    PHISHING = "phishing"
    MALWARE = "malware"
    BOTNET = "botnet"
    OTHER = "other"
    """Spam, a low reputation, a hacked site: for an operator to judge."""


_GRAVE = (Mark.BOTNET, Mark.MALWARE, Mark.PHISHING)


@dataclass(frozen=True, slots=True)
class Opinion:
    """
    What one list came to; without marks and without trouble the domain is clean.

    Args:
        trouble: Why nobody can tell; None where the list has answered.
    """

    list_name: str
    marks: frozenset[Mark] = frozenset()
    codes: tuple[str, ...] = ()
    trouble: str | None = None


def look(scene: Scene) -> Finding:
    """
    Ask every list of the settings.
    """
    lists = scene.platform.lists
    if not lists:
        words = "No reputation list is asked here."
        return Finding(CheckState.NOT_TESTED, "no_lists", words)
    return _finding([_opinion(scene, one) for one in lists])


def _opinion(scene: Scene, told: Mapping[str, str]) -> Opinion:
    name, zone = told.get("name", "a list without a name"), told.get("zone", "")
    read = _READERS.get(told.get("codes", "any"))
    if read is None or not zone:
        # A slip in the settings must not keep domains from being looked at.
        return Opinion(name, trouble="our settings of it make no sense")
    control, counter_control, answer = scene.lookups.ask_all(
        [(f"{label}.{zone}", "A") for label in (LISTED_BY_ALL, LISTED_BY_NONE, scene.root)]
    )
    trouble = _trouble(control, counter_control, answer)
    if trouble is not None:
        return Opinion(name, trouble=trouble)
    marks = frozenset(mark for value in answer.values for mark in read(value))
    return Opinion(name, marks, answer.values)


def _trouble(control: Answer, counter_control: Answer, answer: Answer) -> str | None:
    for one in (control, counter_control, answer):
        if not one.is_clear:
            return "it did not answer"
        refusals = [_REFUSED[value] for value in one.values if value in _REFUSED]
        if refusals:
            return refusals[0]
        if not all(value.startswith(_LOOPBACK) for value in one.values):
            return "what answers in its place is no such list"
    if not control.values:
        return "it does not have the name that all lists have, so it does not answer us in truth"
    if counter_control.values:
        return "it has the name that no list has, so it does not answer us in truth"
    return None


def _finding(opinions: list[Opinion]) -> Finding:
    marks = {mark for opinion in opinions for mark in opinion.marks}
    listing = [opinion for opinion in opinions if opinion.marks]
    seen = shown(f"{one.list_name}: {', '.join(one.codes)}" for one in listing)
    names = ", ".join(opinion.list_name for opinion in listing)
    for mark in _GRAVE:
        if mark in marks:
            words = f"The domain is listed for {mark.value} by {names}. Ask there for its removal."
            return Finding(CheckState.WRONG, f"listed_{mark.value}", words, seen)
    if listing:
        words = f"The domain is listed by {names}; we look into it. Ask there for its removal."
        return Finding(CheckState.WARNING, "listed", words, seen)
    silent = [opinion for opinion in opinions if opinion.trouble is not None]
    if silent:
        told = "; ".join(f"{one.list_name}: {one.trouble}" for one in silent)
        return Finding(
            CheckState.UNKNOWN, "cannot_tell", f"Nobody can tell at this moment. {told}."
        )
    words = f"No list has the domain ({', '.join(opinion.list_name for opinion in opinions)})."
    return Finding(CheckState.PASSED, "clean", words)


def _spamhaus(value: str) -> set[Mark]:
    """
    Spamhaus DBL: one address for each kind; from 102 on a good site that was abused.
    """
    known = {
        "127.0.1.4": Mark.PHISHING,
        "127.0.1.5": Mark.MALWARE,
        "127.0.1.6": Mark.BOTNET,
    }
    return {known.get(value, Mark.OTHER)}


def _surbl(value: str) -> set[Mark]:
    """
    SURBL: the last octet is a mask of 8 phishing, 16 malware, 64 abuse, 128 cracked.
    """
    mask = int(value.rpartition(".")[2])
    grave = {mark for bit, mark in ((8, Mark.PHISHING), (16, Mark.MALWARE)) if mask & bit}
    return grave or {Mark.OTHER}


def _other(value: str) -> set[Mark]:
    """
    URIBL, and any list whose codes say nothing that blocks.
    """
    del value
    return {Mark.OTHER}


_READERS: dict[str, Callable[[str], set[Mark]]] = {
    "spamhaus": _spamhaus,
    "surbl": _surbl,
    "uribl": _other,
    "any": _other,
}
"""How each kind of codes is read."""
