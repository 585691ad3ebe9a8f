"""
Whether the domain itself leads to our edge (R-WL-1).
"""

from tenantry.dns.model import Answer, Outcome
from tenantry.domains.checks.edge import ADDRESS_TYPES, Target, edge_unknown, no_edge, target_of
from tenantry.domains.checks.scene import Scene, shown, unknown
from tenantry.domains.findings import CheckState, Finding, Record, record_at

_NO_CNAME = (
    "A CNAME cannot stand at the domain itself, beside its other records (RFC 1034, 3.6.2): mail "
    "and proofs get lost by it."
)


def look(scene: Scene) -> Finding:
    """
    Compare the domain's addresses with those that our edge has now.

    DNS providers flatten an ALIAS: its addresses are all that can be seen of it.
    """
    if not scene.platform.edge_host:
        return no_edge()
    answers = scene.lookups.ask_all([(scene.root, type_) for type_ in ADDRESS_TYPES])
    records = _records(scene)
    if not all(answer.is_clear for answer in answers):
        return unknown(answers, records)
    target = target_of(scene)
    if any(target.is_chained(answer) for answer in answers):
        words = f"The domain leads to us by a CNAME. {_NO_CNAME} Use what is shown in its place."
        return Finding(CheckState.WARNING, "cname", words, _seen(answers), records)
    if not any(answer.values for answer in answers):
        return _absent(scene, answers, records)
    return _compared(scene, answers, target, records)


def _compared(
    scene: Scene, answers: list[Answer], target: Target, records: tuple[Record, ...]
) -> Finding:
    if not target.is_known:
        return edge_unknown()
    strangers = target.strangers(answers)
    if not strangers:
        words = f"{scene.root} leads to us."
        return Finding(CheckState.PASSED, "leads_here", words, _seen(answers))
    return _elsewhere(answers, strangers, target, records)


def _records(scene: Scene) -> tuple[Record, ...]:
    """
    The edge's addresses where they stay, else an ALIAS.
    """
    fixed = scene.platform.edge_addresses
    if not fixed:
        return (record_at(scene.root, scene.root, "ALIAS", scene.platform.edge_host),)
    return tuple(
        record_at(scene.root, scene.root, "AAAA" if ":" in address else "A", address)
        for address in fixed
    )


def _absent(scene: Scene, answers: list[Answer], records: tuple[Record, ...]) -> Finding:
    chain = next((answer.chain for answer in answers if answer.chain), ())
    if chain:
        words = f"The domain is a CNAME to {chain[-1]}, where nothing is. {_NO_CNAME}"
        return Finding(CheckState.WRONG, "cname_elsewhere", words, shown(chain), records)
    if all(answer.outcome is Outcome.NO_NAME for answer in answers):
        words = f"{scene.root} does not exist in DNS yet."
        return Finding(CheckState.PENDING, "not_registered", words, (), records)
    words = (
        f"{scene.root} has no address yet. Where your DNS provider has no ALIAS (also: ANAME, "
        "flattened CNAME), leave it out: hosts below the domain do without."
    )
    return Finding(CheckState.PENDING, "missing", words, (), records)


def _elsewhere(
    answers: list[Answer],
    strangers: tuple[str, ...],
    target: Target,
    records: tuple[Record, ...],
) -> Finding:
    chain = next((answer.chain for answer in answers if answer.chain), ())
    seen = _seen(answers)
    if chain:
        words = f"The domain is a CNAME to {chain[-1]}, which is not ours. {_NO_CNAME}"
        return Finding(CheckState.WRONG, "cname_elsewhere", words, seen, records)
    listed = ", ".join(strangers[:3])
    if len(strangers) < sum(len(answer.values) for answer in answers):
        words = f"Some of the domain's addresses are ours, and some are not: remove {listed}."
        return Finding(CheckState.WRONG, "partly_elsewhere", words, seen, records)
    words = (
        f"The domain leads to {listed}, and not to {target.host}. If a proxy of your DNS provider "
        "answers for it, switch that off for this record."
    )
    return Finding(CheckState.WRONG, "elsewhere", words, seen, records)


def _seen(answers: list[Answer]) -> tuple[str, ...]:
    chain = next((answer.chain for answer in answers if answer.chain), ())
    return shown([*chain, *(value for answer in answers for value in answer.values)])
