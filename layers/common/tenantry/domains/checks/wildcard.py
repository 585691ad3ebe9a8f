"""
Whether all names below the domain lead to our edge, and which do not (R-WL-2).
"""

from tenantry.dns.model import Answer
from tenantry.domains.checks.edge import Target, edge_unknown, no_edge, target_of
from tenantry.domains.checks.scene import Scene, shown, unknown
from tenantry.domains.findings import CheckState, Finding, Record, record_at

HIDDEN = "hidden"
"""The reason where some hosts do not follow the wildcard; `records` name each of them."""


def look(scene: Scene) -> Finding:
    """
    Ask for two names that nobody can have set, and for the hosts in use, which a record may hide.

    A wildcard answers only for names that do not stand in the zone themselves (RFC 4592).
    """
    if not scene.platform.edge_host:
        return no_edge()
    names = scene.random_names()
    hosts = tuple(host for host in scene.wanted.hosts if host != scene.root)
    answers = scene.lookups.ask_all([(name, "A") for name in (*names, *hosts)])
    drawn, in_use = answers[: len(names)], answers[len(names) :]
    records = (_record(scene, f"*.{scene.root}"),)
    if not all(answer.is_clear for answer in drawn):
        return unknown(drawn, records)
    target = target_of(scene)
    found = _wildcard(scene, drawn, target, records)
    if found.state is not CheckState.PASSED:
        return found
    hidden = [answer for answer in in_use if answer.is_clear and not _leads(answer, target)]
    if hidden:
        return _hidden(scene, hidden)
    if not all(answer.is_clear for answer in in_use):
        return unknown(in_use)
    return found


def _wildcard(
    scene: Scene, drawn: list[Answer], target: Target, records: tuple[Record, ...]
) -> Finding:
    if all(target.is_chained(answer) for answer in drawn):
        words = f"All names below {scene.root} lead to us."
        return Finding(CheckState.PASSED, "leads_here", words, shown(drawn[0].chain))
    stray = next(answer for answer in drawn if not target.is_chained(answer))
    if not stray.values and not stray.chain:
        words = f"There is no record for *.{scene.root} yet. Add the one that is shown."
        return Finding(CheckState.PENDING, "missing", words, (), records)
    seen = shown([*stray.chain, *stray.values])
    if stray.values and not target.is_known:
        return edge_unknown()
    if _leads(stray, target):
        words = (
            f"All names below {scene.root} lead to our addresses, and not to {target.host} by its "
            "name. If our addresses change before your DNS provider sees it, they lead nowhere: a "
            "plain CNAME is safer."
        )
        return Finding(CheckState.PASSED, "flattened", words, seen)
    if not stray.values:
        words = f"*.{scene.root} leads to {stray.chain[-1]}, where nothing is."
        return Finding(CheckState.WRONG, "dangling", words, seen, records)
    words = (
        f"*.{scene.root} leads to {seen[0]}, and not to {target.host}. If a proxy of your DNS "
        "provider answers for it, switch that off for this record."
    )
    return Finding(CheckState.WRONG, "elsewhere", words, seen, records)


def _hidden(scene: Scene, hidden: list[Answer]) -> Finding:
    names = ", ".join(answer.name for answer in hidden)
    words = (
        f"All other names below {scene.root} lead to us, but {names} has records of its own, which "
        "hide the wildcard for it. Remove them, or set what is shown."
    )
    seen = [f"{one.name} {' '.join((*one.chain, *one.values)) or 'no address'}" for one in hidden]
    records = tuple(_record(scene, answer.name) for answer in hidden)
    return Finding(CheckState.WARNING, HIDDEN, words, shown(seen), records)


def _leads(answer: Answer, target: Target) -> bool:
    if target.is_chained(answer):
        return True
    return bool(answer.values) and target.is_known and not target.strangers([answer])


def _record(scene: Scene, name: str) -> Record:
    return record_at(scene.root, name, "CNAME", scene.platform.edge_host)
