"""
Many invitations from one file, on the whole stack (R-INV-4).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from infra.local.stack import eventually
from tests.emulator.dying import send_file_and_die
from tests.emulator.provisioned import PLAN, Programme, provisioned
from tests.emulator.racing import Racers
from tests.emulator.requesting import Answer

pytestmark = [pytest.mark.emulator, pytest.mark.requirement("R-INV-4")]

HEADING = "email,tenant_name,plan_code,locale"
ROWS = 1_000
BAD = {
    7: ("not an address,Shop 7,standard,en", "request.invalid", "email"),
    250: ("row-250@bulk.example,,standard,en", "request.invalid", "tenant_name"),
    251: ("row-251@bulk.example,Shop 251,gold,en", "plan.not_found", "plan_code"),
    500: ("row-500@bulk.example,Shop 500,standard,tlh", "request.invalid", "locale"),
    777: ("row-776@bulk.example,Shop 776,standard,en", "request.invalid", "email"),
    1000: ("row-1000@bulk.example,Shop 1000,standard,en,more", "request.invalid", "row"),
}
"""By number: the row, and how it is refused. Row 777 invites the customer of row 776 again."""

MAIL_SECONDS = 30
THOUSAND_MAILS_SECONDS = 240


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Programme]:
    # A stack of its own: a thousand mails would keep the other tests waiting.
    with provisioned(tmp_path) as programme:
        yield programme


def address(number: int, domain: str = "bulk.example") -> str:
    return f"row-{number}@{domain}"


def file_of(rows: Sequence[str]) -> bytes:
    return "\n".join([HEADING, *rows]).encode()


def good_rows(count: int, domain: str = "bulk.example") -> list[str]:
    numbers = range(1, count + 1)
    return [f"{address(number, domain)},Shop {number},{PLAN},en" for number in numbers]


def thousand_rows() -> bytes:
    rows = good_rows(ROWS)
    for number, (row, _, _) in BAD.items():
        rows[number - 1] = row
    return file_of(rows)


def path_of(reseller: Mapping[str, Any]) -> str:
    return f"/v1/resellers/{reseller['id']}/invites/bulk"


def send(programme: Programme, path: str, file: bytes, key: str) -> Answer:
    return programme.operator.request("POST", path, file, key=key, content_type="text/csv")()


def open_invites(programme: Programme, reseller: Mapping[str, Any]) -> list[str]:
    path = f"/v1/resellers/{reseller['id']}/invites?status=open"
    return [invite["email"] for invite in programme.operator.listed(path)]


def mailed(programme: Programme, domain: str) -> Counter[str]:
    to = [mail.to[0] for mail in programme.stack.mails()]
    return Counter(email for email in to if email.endswith(f"@{domain}"))


def test_a_thousand_rows_in_one_call_have_a_result_each_and_a_repeat_mints_none(
    fresh: Programme,
) -> None:
    reseller = fresh.new_reseller()
    file = thousand_rows()

    # A function that needs longer than template.yaml gives it, 29 seconds, is ended by the stack.
    first, repeat = (send(fresh, path_of(reseller), file, "thousand") for _ in range(2))

    assert (first.status, repeat.status) == (200, 200)
    assert (first.json["minted"], first.json["refused"]) == (ROWS - len(BAD), len(BAD))
    assert [row["row"] for row in first.json["rows"]] == list(range(1, ROWS + 1))
    refused = {row["row"]: row for row in first.json["rows"] if row["status"] == "refused"}
    named = {number: (row["code"], row["field"]) for number, row in refused.items()}
    assert named == {number: (code, field) for number, (_, code, field) in BAD.items()}
    assert repeat.json == first.json
    good = {address(number) for number in range(1, ROWS + 1)} - {address(n) for n in BAD}
    assert sorted(open_invites(fresh, reseller)) == sorted(good)


@pytest.mark.deep
def test_each_of_a_thousand_rows_is_mailed_once(fresh: Programme) -> None:
    reseller = fresh.new_reseller()

    answer = send(fresh, path_of(reseller), thousand_rows(), "thousand")

    minted = answer.json["minted"]
    assert minted == ROWS - len(BAD)
    eventually(
        lambda: mailed(fresh, "bulk.example").total() == minted, seconds=THOUSAND_MAILS_SECONDS
    )
    assert set(mailed(fresh, "bulk.example").values()) == {1}


@pytest.mark.parametrize(
    "transactions",
    [2, *(pytest.param(number, marks=pytest.mark.deep) for number in (1, 3))],
)
def test_a_call_that_was_killed_is_finished_by_a_repeat(
    programme: Programme, transactions: int
) -> None:
    reseller, rows, domain = programme.new_reseller(), 100, f"killed-{transactions}.example"
    path, file, key = path_of(reseller), file_of(good_rows(rows, domain)), f"killed {transactions}"
    dying = partial(send_file_and_die, path, file, programme.operator.secret, key=key)
    with Racers(1, programme.stack.environments()["InvitesBulk"]) as one, pytest.raises(EOFError):
        one.race([partial(dying, transactions=transactions)])
    before = open_invites(programme, reseller)

    repeat = send(programme, path, file, key)

    # The first transaction holds no row: it is the intent, which fixes the ids of all.
    assert len(before) == 45 * (transactions - 1)
    assert (repeat.status, repeat.json["minted"]) == (200, rows)
    everybody = {address(number, domain) for number in range(1, rows + 1)}
    assert sorted(open_invites(programme, reseller)) == sorted(everybody)
    eventually(lambda: mailed(programme, domain).keys() == everybody, seconds=MAIL_SECONDS)
    assert set(mailed(programme, domain).values()) == {1}
