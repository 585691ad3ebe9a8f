"""
The SPF record to set: the present one, with our include at its right place and its faults mended.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tenantry.mail_policy.names import canonical
from tenantry.mail_policy.spf.records import (
    VERSION,
    Directive,
    Fault,
    Kind,
    Modifier,
    SpfRecord,
    Term,
    read_term,
)

STRICTEST_FIRST = "-~?+"
"""What `all` may say. Of several records the laxest holds: no mail is lost that one let pass."""

_NEW = "~all"


@dataclass(frozen=True, slots=True)
class Amended:
    """
    A record to set.

    Args:
        left_out: Terms of the present record that are not in it: nobody can read them, nobody gets
            to them, they let everybody send, or they lead back to the record itself.
    """

    value: str
    left_out: tuple[str, ...] = ()


def amended(records: Sequence[SpfRecord], domain: str, include: str, *, adds: bool) -> Amended:
    """
    One record in the place of the *records* of *domain*.

    Our include stands before the first term that says something else than “pass”, and so before
    `all`; whatever passed before still passes.

    Args:
        adds: Whether the include has to be added; where another term leads to it, it has not.

    Example:
        >>> from tenantry.mail_policy.spf.records import read
        >>> present = read("v=spf1 mx -all")
        >>> amended([present], "example.com", "spf.tenantry.example", adds=True).value
        'v=spf1 mx include:spf.tenantry.example -all'
    """
    parts = _Parts(domain, include if adds else None)
    for record in records:
        parts.take(record, is_alone=len(records) == 1)
    directives = list(dict.fromkeys(term.text for term in parts.directives))
    if adds:
        directives.insert(_place(parts.directives, directives), f"include:{include}")
    modifiers = dict.fromkeys(term.text for term in parts.modifiers)
    value = " ".join((VERSION, *directives, *parts.end(is_new=len(records) != 1), *modifiers))
    return Amended(value, tuple(parts.left_out))


@dataclass(slots=True)
class _Parts:
    """
    What is kept of the records, and what of them is not.

    Args:
        include: The name that is added, so that terms that name it wrongly have to go.
    """

    domain: str
    include: str | None
    directives: list[Directive] = field(default_factory=list)
    modifiers: list[Modifier] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def take(self, record: SpfRecord, *, is_alone: bool) -> None:
        ends = len(self.ends)
        has_end = any(directive.kind is Kind.ALL for directive in record.directives)
        for term in _mended(record.terms):
            match term:
                case Fault():
                    self.left_out.append(term.text)
                case Modifier():
                    self._take_modifier(term, is_alone=is_alone, has_end=has_end)
                case Directive(kind=Kind.ALL) if len(self.ends) == ends:
                    self.ends.append(term.qualifier)
                case Directive():
                    self._take_directive(term, is_dead=len(self.ends) > ends)

    def end(self, *, is_new: bool) -> Iterator[str]:
        """
        The `all` of the new record, if it has one.
        """
        if self.ends:
            laxest = max(self.ends, key=STRICTEST_FIRST.index)
            yield _NEW if laxest == "+" else f"{laxest}all"
        elif is_new:
            yield _NEW

    def _take_directive(self, term: Directive, *, is_dead: bool) -> None:
        included = _included(term.text.lstrip(STRICTEST_FIRST), ":")
        if included is not None and included == self.include:
            return
        opens = term.network is not None and term.network.prefixlen == 0 and term.qualifier == "+"
        if is_dead or opens or included == self.domain:
            self.left_out.append(term.text)
        else:
            self.directives.append(term)

    def _take_modifier(self, term: Modifier, *, is_alone: bool, has_end: bool) -> None:
        if self.include is not None and _included(term.text, "=") == self.include:
            return
        is_second = term.name == "exp" and any(it.name == "exp" for it in self.modifiers)
        if is_second or (term.name == "redirect" and has_end):
            self.left_out.append(term.text)
        elif term.name == "redirect" and not is_alone:
            # Two records cannot both be gone to; what they let pass passes all the same.
            included = read_term(f"include:{term.text.partition('=')[2]}")
            assert isinstance(included, Directive), "what can be gone to can be included"
            self._take_directive(included, is_dead=False)
        else:
            self.modifiers.append(term)


def _included(text: str, separator: str) -> str | None:
    name, found, value = text.partition(separator)
    return canonical(value) if found and name.lower() == "include" else None


def _mended(terms: Iterable[Term]) -> Iterator[Term]:
    for term in terms:
        yield read_term(term.repair) if isinstance(term, Fault) and term.repair else term


def _place(directives: Sequence[Directive], texts: Sequence[str]) -> int:
    others = (term.text for term in directives if term.qualifier != "+")
    return next((texts.index(text) for text in others), len(texts))
