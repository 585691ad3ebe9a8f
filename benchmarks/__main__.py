"""
Measures everything, or the groups that are named: `python -m benchmarks cold_start warm`.
"""

import sys
from collections.abc import Callable, Iterator

from benchmarks import (
    calls,
    cold_start,
    domains,
    hosts,
    hot_reseller,
    local_stack,
    names,
    payments,
    pictures,
    reconciliation,
    statements,
    warm,
    webhooks,
)
from benchmarks.figures import Figure, write

GROUPS: dict[str, Callable[[], Iterator[Figure]]] = {
    "calls": calls.figures,
    "cold_start": cold_start.figures,
    "warm": warm.figures,
    "webhooks": webhooks.figures,
    "payments": payments.figures,
    "hosts": hosts.figures,
    "pictures": pictures.figures,
    "hot_reseller": hot_reseller.figures,
    "reconciliation": reconciliation.figures,
    "statements": statements.figures,
    "local_stack": local_stack.figures,
    "names": names.figures,
    "domains": domains.figures,
}


def main(wanted: list[str]) -> int:
    """
    Measure, print each figure as it comes, and write them all down.
    """
    unknown = [name for name in wanted if name not in GROUPS]
    if unknown:
        print(f"there is no group {unknown[0]}; there are {', '.join(GROUPS)}")
        return 2
    measured = []
    for name in wanted or GROUPS:
        for figure in GROUPS[name]():
            print(f"{figure.name:60} {figure.figure:>10} {figure.unit}")
            measured.append(figure)
    write(measured)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
