"""
`python -m tools.verify_ledger`: works every statement out again, and prints what is otherwise.

It only reads: the table of the running local stack, or that of a deployment, with the credentials
of whoever runs it. It ends with 1 when anything differs.
"""

import argparse
import os
import sys
from collections.abc import Iterable

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.deployed import Deployed
from infra.local.places import HOST
from tenantry.errors import TenantryError
from tenantry.ids import TenantId
from tenantry.ledger_check.checking import check_partner
from tenantry.ledger_check.model import Difference, PartChecked
from tenantry.resellers.store import every_reseller

FUNCTION = "LedgerCheckCompare"
AWS_PORT = os.environ.get("TENANTRY_AWS_PORT", "4566")


class Tally:
    """
    What was checked, as it is told at the end.
    """

    def __init__(self) -> None:
        self.partners = self.parts = self.lines = self.differences = 0
        self.upcoming = 0

    def note(self, part: PartChecked) -> None:
        """
        Count a part of a statement.
        """
        self.parts += 1
        self.lines += part.stored_lines
        self.upcoming += bool(part.upcoming and part.upcoming.minor)

    def told(self) -> str:
        """
        All of it in one line.
        """
        known = f"; {self.upcoming} parts are corrected next by what is known now"
        return (
            f"{self.partners} partners, {self.parts} parts, {self.lines} lines: "
            f"{self.differences} differences{known if self.upcoming else ''}"
        )


def verify(resellers: Iterable[TenantId]) -> int:
    """
    Check these partners, and print each difference as it is found.

    Returns:
        The process's exit code.
    """
    tally = Tally()
    for reseller_id in resellers:
        tally.partners += 1
        for difference in check_partner(reseller_id, tally.note):
            tally.differences += 1
            print(_told(difference), flush=True)
    print(tally.told())
    return 1 if tally.differences else 0


def main(arguments: list[str]) -> int:
    """
    Find the table, and check what stands in it.
    """
    options = _parser().parse_args(arguments)
    try:
        _point_at(options)
        named = [TenantId(options.reseller)] if options.reseller else None
        return verify(named or (reseller.id for reseller in every_reseller()))
    except (BotoCoreError, ClientError, TenantryError) as error:
        print(f"The check did not come to its end: {error}", file=sys.stderr)
        return 2


def _point_at(options: argparse.Namespace) -> None:
    if options.table:
        os.environ["TENANTRY_TABLE"] = options.table
        if options.region:
            os.environ["AWS_REGION"] = options.region
        return
    running = Deployed(f"http://{HOST}:{options.aws_port}")
    os.environ.update(running.environments()[FUNCTION])


def _told(difference: Difference) -> str:
    place = f"{difference.reseller_id} {difference.month} {difference.kind.value}"
    stored, expected = difference.stored or "nothing", difference.expected or "nothing"
    return f"{place}: {difference.about}\n    stored   {stored}\n    expected {expected}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.verify_ledger", description=__doc__)
    parser.add_argument("--table", help="a deployment's table; else that of `make run`")
    parser.add_argument("--region", help="its AWS region, unless the environment names one")
    parser.add_argument("--reseller", help="one partner's id; else all")
    parser.add_argument("--aws-port", type=int, default=AWS_PORT, help="of `make run`: 4566")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
