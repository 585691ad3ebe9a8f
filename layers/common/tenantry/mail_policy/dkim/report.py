"""
Whether a DKIM key is where it should be, and the mistakes that are made in setting it (R-WL-4).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tenantry.dns.model import Answer, Lookups
from tenantry.mail_policy import tags
from tenantry.mail_policy.dkim.keys import DkimKey, KeyRecord, is_meant_as_key, read
from tenantry.mail_policy.model import Remark, Severity, ToSet, gravest, in_order
from tenantry.mail_policy.names import ask, canonical, unanswered

_NOBODYS = "no-such-key"
"""A selector that nobody uses: what stands there stands everywhere, as a wildcard."""


@dataclass(frozen=True, slots=True)
class DkimReport:
    """
    What stands there, and what should.

    Args:
        name: Where the key is looked for: `<selector>._domainkey.<domain>`.
        seen: The TXT records there, or behind the alias.
        chain: The aliases on the way.
        key: The key; None where there is none that can be used.
        to_set: The record to set; None where it stands there.
    """

    name: str
    seen: tuple[str, ...]
    chain: tuple[str, ...]
    key: DkimKey | None
    remarks: tuple[Remark, ...]
    to_set: ToSet | None

    @property
    def severity(self) -> Severity | None:
        """
        What decides; None or a warning where signatures can be checked.
        """
        return gravest(self.remarks)

    @property
    def is_set(self) -> bool:
        """
        Whether the domain's part is done.
        """
        return self.severity in {None, Severity.WARNING}


def look(lookups: Lookups, domain: str, wanted: ToSet) -> DkimReport:
    """
    Look for a DKIM record; it asks four questions at most.

    Args:
        domain: The root domain, which mistaken names are made of.
        wanted: What should stand there: a CNAME that leads to the key, or the key itself as TXT.
    """
    domain, name = canonical(domain), canonical(wanted.name)
    answer = ask(lookups, name, "TXT")
    records = [read(value) for value in answer.values if is_meant_as_key(value)]
    look_at = _of_alias if wanted.type == "CNAME" else _of_text
    noticed = in_order([*look_at(lookups, domain, wanted, answer), *_of_keys(name, records)])
    is_set = gravest(noticed) in {None, Severity.WARNING}
    usable = [record.key for record in records if record.key is not None]
    # What a wildcard says stands at another name, and does no harm there.
    is_absent = any(remark.code == "dkim.none" for remark in noticed)
    replaced = () if is_absent else answer.chain[:1] or answer.values
    return DkimReport(
        name,
        answer.values,
        answer.chain,
        usable[0] if len(records) == 1 and usable else None,
        noticed,
        None if is_set or not answer.is_clear else ToSet(name, wanted.type, wanted.value, replaced),
    )


def _of_alias(lookups: Lookups, domain: str, wanted: ToSet, answer: Answer) -> Iterator[Remark]:
    target, first = canonical(wanted.value), answer.chain[0] if answer.chain else None
    if first == target:
        yield from _of_target(target, answer)
    elif first == f"{target}.{domain}":
        text = (
            f"{answer.name} leads to {first}: the domain was added to what was typed. Type"
            f" “{target}.” with a dot at its end, or as the form wants a full name."
        )
        yield Remark(Severity.WRONG, "dkim.doubled_value", text)
    elif first is not None and not _is_wildcard(lookups, answer.name, first):
        text = f"{answer.name} is an alias (CNAME) of {first}, and should be one of {target}."
        yield Remark(Severity.WRONG, "dkim.other_target", text)
    elif not answer.is_clear:
        yield _unknown(answer)
    elif first is None and answer.values:
        text = f"{answer.name} has TXT records, where an alias (CNAME) of {target} should be."
        yield Remark(Severity.WRONG, "dkim.no_alias", text)
    else:
        yield from _of_absence(lookups, domain, wanted, answer.name)


def _of_target(target: str, answer: Answer) -> Iterator[Remark]:
    # The domain's part is done: what is behind the alias is whose it leads to.
    if not answer.is_clear:
        yield _unknown(answer)
    elif not any(is_meant_as_key(value) for value in answer.values):
        text = f"{answer.name} leads to {target} as it should, and no key stands there yet."
        yield Remark(Severity.WARNING, "dkim.waiting", text)


def _of_text(lookups: Lookups, domain: str, wanted: ToSet, answer: Answer) -> Iterator[Remark]:
    if not answer.is_clear:
        yield _unknown(answer)
        return
    if not answer.values:
        yield from _of_absence(lookups, domain, wanted, answer.name)
        return
    records = [read(value) for value in answer.values if is_meant_as_key(value)]
    keys = {record.public for record in records if record.public}
    ours = "".join(tags.read(wanted.value).values.get("p", "").split())
    if not records:
        text = f"The TXT records at {answer.name} hold no DKIM key."
        yield Remark(Severity.WRONG, "dkim.no_key", text)
    elif keys and ours not in keys:
        is_part = any(ours.startswith(key) for key in keys)
        what = "only the beginning of our key" if is_part else "a key that is not ours"
        text = f"The TXT record at {answer.name} holds {what}."
        yield Remark(Severity.WRONG, "dkim.cut_off" if is_part else "dkim.other_key", text)


def _of_absence(lookups: Lookups, domain: str, wanted: ToSet, name: str) -> Iterator[Remark]:
    """
    Nothing there: it may stand where a form has put it.
    """
    value = canonical(wanted.value)
    for place in (f"{name}.{domain}", name.replace("._domainkey.", ".", 1)):
        stands = ask(lookups, place, wanted.type).values
        if any(canonical(found) == value for found in stands):
            text = f"The record stands at {place}, where nobody looks: it belongs at {name}."
            yield Remark(Severity.WRONG, "dkim.misplaced", text)
    yield Remark(Severity.MISSING, "dkim.none", f"{name} has no record yet.")


def _is_wildcard(lookups: Lookups, name: str, target: str) -> bool:
    """
    Whether everything at such names leads there: then this name has no record of its own.
    """
    nobodys = f"{_NOBODYS}.{name.partition('.')[2]}"
    return target in ask(lookups, nobodys, "CNAME").values


def _of_keys(name: str, records: list[KeyRecord]) -> Iterator[Remark]:
    if len(records) > 1:
        text = f"{name} has {len(records)} DKIM keys, and must have one: receivers may take any."
        yield Remark(Severity.WRONG, "dkim.several", text)
    for record in records:
        yield from record.remarks


def _unknown(answer: Answer) -> Remark:
    reason = unanswered(answer)
    return Remark(Severity.UNKNOWN, "dkim.unknown", f"{reason[0].upper()}{reason[1:]}.")
