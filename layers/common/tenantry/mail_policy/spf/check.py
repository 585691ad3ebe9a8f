"""
Whether an address may send mail for a domain: `check_host()` of RFC 7208.

Time is the budget of the `Lookups` (4.6.4 wants 20 seconds at least): what it has no time for is an
answer that timed out, and the result `temperror`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tenantry.dns.model import Answer, Lookups, Outcome
from tenantry.mail_policy.names import ask, canonical, is_askable, is_within, unanswered
from tenantry.mail_policy.spf.macros import BadMacro, Text, expand, expand_name, read_explanation
from tenantry.mail_policy.spf.networks import Address, is_same_network, read_address
from tenantry.mail_policy.spf.records import (
    ASKING,
    Directive,
    Kind,
    Modifier,
    SpfRecord,
    read,
    select,
)
from tenantry.mail_policy.spf.sender import Sender

LOOKUPS_MAX = 10
"""Terms of one check that ask (4.6.4)."""

VOIDS_MAX = 2
"""Terms of one check that ask for what is not there (4.6.4)."""

NAMES_MAX = 10
"""Mail exchangers of an `mx`, and names of an address (4.6.4)."""


class Verdict(StrEnum):
    """
    The results of section 2.6.
    """

    NONE = "none"
    NEUTRAL = "neutral"
    PASS = "pass"  # noqa: S105 - a result of the RFC
    FAIL = "fail"
    SOFTFAIL = "softfail"
    TEMPERROR = "temperror"
    PERMERROR = "permerror"


_MEANS = {
    "+": Verdict.PASS,
    "-": Verdict.FAIL,
    "~": Verdict.SOFTFAIL,
    "?": Verdict.NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class Result:
    """
    What a check comes to.

    Args:
        term: The term that decided, as it stands in the record of *domain*; None where none did.
        domain: Whose record decided: the sender's, or the one that `redirect=` led to.
        explanation: Why, in the domain's own words; only of `fail`, and only where it has any.
        why: What is wrong, in ours; only of `permerror` and `temperror`.
        lookups: How many terms asked.
        voids: How many of them asked for what is not there.
    """

    verdict: Verdict
    domain: str
    term: str | None = None
    explanation: str | None = None
    why: str | None = None
    lookups: int = 0
    voids: int = 0


def check_host(lookups: Lookups, sender: Sender) -> Result:
    """
    The result for *sender*; whatever the domain's records hold, it ends, and raises nothing.
    """
    check = _Check(lookups, sender)
    try:
        decided = check.evaluate(sender.domain)
    except _PermError as error:
        decided = _Decided(Verdict.PERMERROR, sender.domain, why=str(error))
    except _TempError as error:
        decided = _Decided(Verdict.TEMPERROR, sender.domain, why=str(error))
    return Result(
        decided.verdict,
        canonical(decided.domain),
        decided.term,
        check.explained(decided),
        decided.why,
        check.terms,
        check.voids,
    )


class _PermError(Exception):
    """
    The check ends: the domain's records are wrong.
    """


class _TempError(Exception):
    """
    The check ends: a name could not be looked up.
    """


@dataclass(frozen=True, slots=True)
class _Decided:
    verdict: Verdict
    domain: str
    term: str | None = None
    exp: Modifier | None = None
    why: str | None = None


@dataclass(slots=True)
class _Check:
    """
    One check under way: what it has cost counts over all the records that it leads through.
    """

    lookups: Lookups
    sender: Sender
    terms: int = 0
    voids: int = 0
    names: list[str] | None = None
    """The names of the address that lead back to it, once they were asked for."""

    def evaluate(self, domain: str) -> _Decided:
        record = self._record(domain)
        if record is None:
            return _Decided(Verdict.NONE, domain)
        exp = record.modifier("exp")
        for directive in record.directives:
            if directive.kind in ASKING:
                self._count()
            if self._matches(directive, domain):
                return _Decided(_MEANS[directive.qualifier], domain, directive.text, exp)
        if redirect := record.modifier("redirect"):
            self._count()
            return self._redirected(self._name(redirect.target, domain))
        return _Decided(Verdict.NEUTRAL, domain)

    def explained(self, decided: _Decided) -> str | None:
        """
        The domain's own words; whatever is wrong with them, there are none (6.2).
        """
        if decided.verdict is not Verdict.FAIL or decided.exp is None:
            return None
        answer = ask(self.lookups, self._name(decided.exp.target, decided.domain), "TXT")
        if answer.outcome is not Outcome.FOUND or len(answer.values) != 1:
            return None
        try:
            text = read_explanation(answer.values[0])
        except BadMacro:
            return None
        return expand(text, lambda letter: self._value(letter, decided.domain))

    def _record(self, domain: str) -> SpfRecord | None:
        # 4.3: what is no name of several labels has no policy, and nobody is asked.
        if not is_askable(name := canonical(domain)) or "." not in name or name.startswith("["):
            return None
        values = select(self._clear(ask(self.lookups, name, "TXT")).values)
        if len(values) > 1:
            raise _PermError(f"{name} has {len(values)} SPF records")
        if not values:
            return None
        record = read(values[0])
        for fault in record.faults:
            raise _PermError(f"the term “{fault.text}” of {name}: {fault.why}")
        return record

    def _redirected(self, target: str) -> _Decided:
        decided = self.evaluate(target)
        if decided.verdict is Verdict.NONE:
            raise _PermError(f"redirect= leads to {target}, which has no SPF record")
        return decided

    def _count(self) -> None:
        self.terms += 1
        if self.terms > LOOKUPS_MAX:
            raise _PermError(f"it takes more than {LOOKUPS_MAX} look-ups")

    def _matches(self, directive: Directive, domain: str) -> bool:
        target = self._name(directive.target, domain)
        match directive.kind:
            case Kind.INCLUDE:
                return self._includes(target)
            case Kind.A:
                return self._is_at(self._counted(target, self.sender.host_type), directive)
            case Kind.MX:
                return self._is_exchanger(target, directive)
            case Kind.PTR:
                return self._is_named(canonical(target))
            case Kind.EXISTS:
                return bool(self._counted(target, "A").values)
            case Kind.ALL | Kind.IP4 | Kind.IP6:
                network = directive.network
                return network is None or self.sender.address in network

    def _includes(self, target: str) -> bool:
        # 5.2: only a pass matches; whatever is wrong there is wrong here.
        verdict = self.evaluate(target).verdict
        if verdict is Verdict.NONE:
            raise _PermError(f"include: names {target}, which has no SPF record")
        return verdict is Verdict.PASS

    def _is_exchanger(self, target: str, directive: Directive) -> bool:
        exchangers = self._counted(target, "MX").values
        if len(exchangers) > NAMES_MAX:
            raise _PermError(f"{target} has more than {NAMES_MAX} mail exchangers")
        hosts = (exchanger.partition(" ")[2] for exchanger in exchangers)
        return any(
            self._is_at(self._clear(ask(self.lookups, host, self.sender.host_type)), directive)
            for host in hosts
        )

    def _is_at(self, answer: Answer, directive: Directive) -> bool:
        return any(
            is_same_network(self.sender.address, address, directive.lengths)
            for address in _addresses(answer.values)
        )

    def _is_named(self, target: str) -> bool:
        self._count_void(self._reverse())
        return any(is_within(name, target) for name in self._own_names())

    def _reverse(self) -> Answer:
        return ask(self.lookups, self.sender.address.reverse_pointer, "PTR")

    def _counted(self, name: str, type_: str) -> Answer:
        """
        The answer to a term's own question, which counts where it is void.
        """
        # What cannot be asked for was not asked for: it is no match, and no look-up that was void.
        if not is_askable(canonical(name)):
            return Answer(name, type_, Outcome.NO_NAME)
        answer = self._clear(ask(self.lookups, name, type_))
        self._count_void(answer)
        return answer

    def _count_void(self, answer: Answer) -> None:
        self.voids += answer.is_absent
        if self.voids > VOIDS_MAX:
            raise _PermError(f"more than {VOIDS_MAX} look-ups find nothing, {answer.name} the last")

    def _clear(self, answer: Answer) -> Answer:
        if not answer.is_clear:
            raise _TempError(unanswered(answer))
        return answer

    def _own_names(self) -> list[str]:
        """
        The names of the address that lead back to it, of the first ten (5.5).
        """
        if self.names is None:
            names = [canonical(name) for name in self._reverse().values[:NAMES_MAX]]
            self.names = [name for name in names if self._leads_back(name)]
        return self.names

    def _leads_back(self, name: str) -> bool:
        # 5.5: a name that cannot be looked up is passed over.
        answer = ask(self.lookups, name, self.sender.host_type)
        return self.sender.address in _addresses(answer.values)

    def _own_name(self, domain: str) -> str:
        # 7.3: the domain itself, or a name below it, before any other.
        names = sorted(
            self._own_names(), key=lambda name: (name != domain, not is_within(name, domain))
        )
        return names[0] if names else "unknown"

    def _name(self, target: Text | None, domain: str) -> str:
        if target is None:
            return domain
        return expand_name(target, lambda letter: self._value(letter, domain))

    def _value(self, letter: str, domain: str) -> str:
        if letter == "p":
            return self._own_name(canonical(domain))
        return self.sender.value(letter, domain)


def _addresses(values: Iterable[str]) -> set[Address]:
    return {address for value in values if (address := read_address(value)) is not None}
