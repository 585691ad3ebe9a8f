"""
`make verify-ledger` prints what differs, and says by its exit code whether anything did.
"""

import pytest

from tenantry.ids import TenantId
from tests.builders import make_reseller
from tests.stating import hold, pay_each, tenant_id, write
from tests.unit.commissions.paying import OCTOBER
from tests.written import a_line, write_statement
from tools.verify_ledger.__main__ import main

pytestmark = pytest.mark.requirement("R-COM-7")

HERE = ["--table", "tenantry-test"]


@pytest.fixture
def partner(world: None) -> TenantId:
    del world
    reseller_id = make_reseller().id
    hold(reseller_id, [tenant_id(1)])
    return reseller_id


@pytest.mark.usefixtures("partner")
def test_a_ledger_that_is_as_it_must_be_ends_with_zero(
    capsys: pytest.CaptureFixture[str],
) -> None:
    pay_each([tenant_id(1)])
    write(OCTOBER)

    assert main(HERE) == 0

    assert capsys.readouterr().out == "1 partners, 1 parts, 1 lines: 0 differences\n"


def test_a_difference_is_told_to_the_cent_and_ends_with_one(
    partner: TenantId, capsys: pytest.CaptureFixture[str]
) -> None:
    write_statement(partner, [a_line()])

    assert main([*HERE, "--reseller", partner]) == 1

    told = capsys.readouterr().out
    assert f"{partner} 2026-09 total_differs: total" in told
    assert "stored   31 USD\n    expected 0 USD" in told
