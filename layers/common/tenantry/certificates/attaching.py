"""
Having the edge serve a domain with its certificate, without ever taking a host away by that.
"""

from dataclasses import replace

from tenantry.certificates.model import Certificate, State
from tenantry.edge.model import (
    CertificateNotTaken,
    Edge,
    EdgeBusy,
    EdgeHostState,
    EdgeUnavailable,
    HostTaken,
)


def attached(one: Certificate, edge: Edge) -> Certificate:
    """
    The certificate after the edge was told to serve its names with it.

    What the edge served before it goes on serving until the change has reached all of its places,
    and also when it does not take the change.
    """
    if one.state is not State.ISSUED or one.arn is None:
        return one
    try:
        entry = edge.attach(one.entry, one.names, one.arn)
    except HostTaken:
        return _troubled(one, EdgeHostState.CONFLICT)
    except CertificateNotTaken:
        return _troubled(one, EdgeHostState.REFUSED)
    except (EdgeUnavailable, EdgeBusy):
        # It may have been done: the next look asks, and that is soon.
        is_known = one.attached == one.arn
        return one if is_known else replace(one, hosts=_going_on(one, _all(one)))
    hosts = {**_all(one, EdgeHostState.DETACHED), **entry.hosts}
    told = one.arn if entry.certificate is not None else None
    return replace(one, attached=told, hosts=_going_on(one, hosts), trouble=None)


def _troubled(one: Certificate, state: EdgeHostState) -> Certificate:
    is_served_by_another = one.attached is not None and one.attached != one.arn
    hosts = one.hosts if is_served_by_another else _all(one, state)
    return replace(one, hosts=hosts, trouble=state)


def _going_on(one: Certificate, hosts: dict[str, EdgeHostState]) -> dict[str, EdgeHostState]:
    is_changed = EdgeHostState.DEPLOYING
    was = {host for host, state in one.hosts.items() if state is EdgeHostState.ACTIVE}
    return {
        host: EdgeHostState.ACTIVE if state is is_changed and host in was else state
        for host, state in hosts.items()
    }


def _all(
    one: Certificate, state: EdgeHostState = EdgeHostState.DEPLOYING
) -> dict[str, EdgeHostState]:
    return dict.fromkeys(one.names, state)
