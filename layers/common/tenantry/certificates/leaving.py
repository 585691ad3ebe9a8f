"""
Letting go of a certificate whose domain is its partner's no longer: the edge first.
"""

from dataclasses import replace

from tenantry.acts import Act
from tenantry.certificates import acm, store
from tenantry.certificates.model import LEAVES_AFTER, Certificate, State
from tenantry.certificates.rules import News
from tenantry.certificates.telling import tell, written
from tenantry.edge.model import Edge, EdgeHostState
from tenantry.transactions import transaction


def let_go(before: Certificate, edge: Edge, act: Act) -> Certificate | None:
    """
    Shape 3. Take away what stands outside, step by step; None when nothing is left of it.

    It stays written down for `LEAVES_AFTER`, and the edge is asked again then: somebody who read
    the domain while it still was its partner's may only now be telling the edge of it.

    Raises:
        EdgeUnavailable, AuthorityUnavailable: One of them did not answer.
        ChangedMeanwhile: Somebody else is at it.
    """
    leaving = before
    if leaving.leaving_since is None:
        leaving = written(before, replace(before, leaving_since=act.now), [], act)
    is_off = edge.detach(leaving.entry)
    is_last = leaving.leaving_since is not None and (
        act.now - leaving.leaving_since >= LEAVES_AFTER
    )
    left = _deleted(leaving, is_last=is_last) if is_off else leaving
    hosts = dict.fromkeys(
        leaving.names, EdgeHostState.DETACHED if is_off else EdgeHostState.INACTIVE
    )
    after = replace(left, attached=None if is_off else left.attached, hosts=hosts, served={})
    if not (is_last and is_off and after.arn is None and not after.former):
        return written(leaving, after, [], act)
    with transaction() as writes:
        store.remove(writes, leaving)
        facts = {"source": leaving.source.value}
        tell(writes, leaving, [News("certificate.removed", facts, is_told=False)], act)
    return None


def _deleted(leaving: Certificate, *, is_last: bool) -> Certificate:
    """
    Without the certificates that the authority has deleted; those still in use are left.
    """
    arns = [*leaving.former, *([leaving.arn] if leaving.arn else [])]
    if is_last:
        arns += _lost(leaving)
    left = tuple(arn for arn in dict.fromkeys(arns) if not acm.delete(arn))
    return replace(leaving, arn=None, former=left)


def _lost(leaving: Certificate) -> list[str]:
    """
    What was asked for, and never written down.
    """
    tags = []
    if leaving.arn is None and leaving.state is State.REQUESTED:
        tags.append(leaving.tag)
    if leaving.importing is not None and leaving.importing.into is None:
        tags.append(leaving.importing.tag)
    found = [acm.find(leaving.domain, tag) for tag in tags]
    return [arn for arn in found if arn is not None]
