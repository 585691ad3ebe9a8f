"""
A partner of more tenants than a part holds, in a table that answers at once.

An emulator takes a minute for so many; conditions are shown elsewhere.
"""

from collections.abc import Iterator

import pytest

from benchmarks.table_stub import TableStub, answering
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.statements import snapshots
from tests.acting import a_job
from tests.builders import make_reseller
from tests.deployment import ENVIRONMENT, forget_clients
from tests.stating import (
    begin,
    finish,
    hold,
    pay_each,
    publish,
    run_of,
    tenant_id,
    write,
    written,
)
from tests.unit.commissions.paying import OCTOBER

pytestmark = pytest.mark.requirement("R-COM-2")

NOVEMBER_1 = run_of(OCTOBER)
TENANTS = [tenant_id(number) for number in range(1_100)]


@pytest.fixture
def partner(monkeypatch: pytest.MonkeyPatch) -> Iterator[TenantId]:
    """
    A partner of 1,100 tenants, five of whom paid.
    """
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    forget_clients()
    with answering(TableStub()):
        reseller_id = make_reseller().id
        hold(reseller_id, TENANTS)
        pay_each([*TENANTS[498:502], TENANTS[-1]])
        publish()
        yield reseller_id
    forget_clients()


def test_it_is_written_in_three_parts_and_sealed_by_whoever_comes_last(partner: TenantId) -> None:
    [step] = begin(NOVEMBER_1)
    parts = snapshots.work(step, a_job(NOVEMBER_1))

    finish([parts[2], parts[0], parts[2]], NOVEMBER_1)
    early = written(partner)
    finish([parts[1]], NOVEMBER_1)

    [(header, lines)] = written(partner)
    assert (early, len(parts), header.tenant_count, len(lines)) == ([], 3, 1_100, 5)
    assert header.total == Money(5_00, "USD")


def test_its_parts_are_cut_alike_whenever_it_is_worked_out(partner: TenantId) -> None:
    [step] = begin(NOVEMBER_1)

    first, again = (snapshots.work(step, a_job(NOVEMBER_1)) for _ in range(2))

    write()
    assert first == again
    assert [one.span and one.span.first for one in first] == TENANTS[::500]
    assert len(written(partner)) == 1
