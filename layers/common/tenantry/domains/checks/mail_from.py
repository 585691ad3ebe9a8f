"""
Whether the subdomain that mail is returned to has its records: one MX, and an SPF record.
"""

from collections.abc import Iterator
from dataclasses import replace

from tenantry.dns.model import Answer
from tenantry.domains.checks.policies import awaits_sender, finding, to_set_of
from tenantry.domains.checks.scene import Scene
from tenantry.domains.findings import Finding, Record
from tenantry.mail_policy.model import Remark, Severity, ToSet
from tenantry.mail_policy.names import unanswered
from tenantry.mail_policy.spf import report


def look(scene: Scene) -> Finding:
    """
    Look for the records that the sender wants there.

    SES takes the subdomain only if it has its MX and no other one.
    """
    wanted = scene.wanted.mail_from
    if wanted is None:
        return awaits_sender("subdomain for returned mail")
    remarks: list[Remark] = []
    to_set: list[ToSet | None] = []
    seen: list[str] = []
    for record in wanted:
        answer = scene.lookups.ask(record.name, record.type)
        seen += [f"{record.type} {value}" for value in answer.values]
        if record.type == "TXT":
            include = scene.wanted.spf_include or scene.platform.spf_include
            found = report.look(scene.lookups, record.name, include)
            remarks += found.remarks
            to_set.append(found.to_set)
        else:
            # What the wildcard of all hosts answers does not stand at this name.
            own = replace(answer, values=(), chain=()) if scene.is_by_wildcard(answer) else answer
            noticed = list(_of_exactly(record, own))
            remarks += noticed
            to_set += [to_set_of(record, own.values)] if noticed else []
    passed = "Returned mail finds its way: the records of its subdomain are right."
    return finding(scene, remarks, passed=passed, seen=seen, to_set=to_set)


def _of_exactly(record: Record, answer: Answer) -> Iterator[Remark]:
    """
    What keeps a name from having this record alone.
    """
    others = [value for value in answer.values if value != record.value]
    if not answer.is_clear:
        reason = unanswered(answer)
        yield Remark(Severity.UNKNOWN, "mail_from.unknown", f"{reason[0].upper()}{reason[1:]}.")
    elif answer.chain:
        text = (
            f"{record.name} is an alias (CNAME) of {answer.chain[0]}, beside which no other record "
            f"can stand: give it records of its own."
        )
        yield Remark(Severity.WRONG, "mail_from.alias", text)
    elif not answer.values:
        text = f"{record.name} has no {record.type} record yet."
        yield Remark(Severity.MISSING, "mail_from.none", text)
    elif others and len(others) < len(answer.values):
        text = f"{record.name} may have no other {record.type} than ours: remove {others[0]}."
        yield Remark(Severity.WRONG, "mail_from.several", text)
    elif others:
        text = f"The {record.type} of {record.name} is {others[0]}, and should be {record.value}."
        yield Remark(Severity.WRONG, "mail_from.other", text)
