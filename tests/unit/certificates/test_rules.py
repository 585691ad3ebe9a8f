"""
What follows from what the authority says, and when a partner is told of a certificate's end.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.certificates import rules
from tenantry.certificates.model import (
    NOTICE_DAYS,
    Certificate,
    Described,
    Issued,
    Renewal,
    Seen,
    Served,
    Source,
    State,
)
from tenantry.certificates.notices import notice_due, noticed
from tenantry.domains.findings import Record
from tenantry.domains.model import State as Held
from tenantry.edge.model import EdgeHostState
from tests.acting import DAY, NOON, SECOND
from tests.builders import RESELLER_ID
from tests.certifying import NAMES, PARTNER
from tests.claiming import a_domain

pytestmark = pytest.mark.requirement("R-WL-2")

MINUTE = timedelta(minutes=1)
ENDS = NOON + 198 * DAY
ISSUED = Issued(NOON, ENDS, "Amazon", "abc")
RECORD = Record(f"_x.{PARTNER}", "_x", "CNAME", "_y.acm-validations.aws")


def a_certificate(state: State = State.ISSUED, **changes: object) -> Certificate:
    one = Certificate(
        reseller_id=RESELLER_ID,
        domain=PARTNER,
        claim="claim",
        source=Source.PLATFORM,
        state=state,
        asked_at=NOON,
        arn="arn:1",
        issued=ISSUED,
    )
    return replace(one, **changes)  # type: ignore[arg-type]


def notices_at(moments: list[datetime], one: Certificate | None = None) -> list[tuple[int, int]]:
    """
    Which notices looks at these moments give: the days that they name, and those that are left.
    """
    given_ones = []
    current = one or a_certificate()
    for now in moments:
        current, news = noticed(current, now)
        given_ones += [(each.facts["days"], (ENDS - now).days) for each in news]
    return given_ones


def test_a_partner_is_told_at_exactly_30_14_7_and_1_days() -> None:
    edges = [moment for days in NOTICE_DAYS for moment in _around(ENDS - days * DAY)]

    assert notices_at(edges) == [(30, 30), (14, 14), (7, 7), (1, 1)]


def _around(moment: datetime) -> list[datetime]:
    return [moment - SECOND, moment, moment, moment + SECOND]


def test_of_runs_that_were_missed_only_the_nearest_notice_is_given() -> None:
    assert notices_at([ENDS - 6 * DAY, ENDS - 5 * DAY]) == [(7, 6)]
    assert notices_at([ENDS - MINUTE]) == [(1, 0)]
    assert notices_at([ENDS + SECOND]) == [(1, -1)]


def test_a_renewed_certificate_has_notices_of_its_own() -> None:
    told, _ = noticed(a_certificate(), ENDS - DAY)
    newer = Described(State.ISSUED, issued=Issued(NOON, ENDS + 198 * DAY, "Amazon", "def"))

    after = rules.described(told, newer, ENDS - DAY)

    assert (told.told, after.told) == (frozenset({"1"}), frozenset())
    assert notice_due(after, ENDS + 168 * DAY) == "30"


@given(st.lists(st.integers(0, 60 * 24 * 60), max_size=30))
def test_each_notice_is_given_once_and_never_a_farther_one_after_a_nearer(
    minutes_left: list[int],
) -> None:
    moments = sorted(ENDS - minutes * MINUTE for minutes in minutes_left)

    days = [one for one, _ in notices_at(moments)]

    assert days == sorted(set(days), reverse=True)
    reached = [one for one in NOTICE_DAYS if moments and ENDS - moments[-1] <= one * DAY]
    assert days[-1:] == ([min(reached)] if reached else [])


@given(st.integers(0, 200 * 24 * 60))
def test_the_next_look_is_never_later_than_the_next_notice(minutes: int) -> None:
    now = NOON + minutes * MINUTE

    at = rules.next_look(a_certificate(), now)

    # A domain is looked at every day anyway.
    following = min([at or now + DAY, now + DAY])
    due = [ENDS - days * DAY for days in NOTICE_DAYS if now < ENDS - days * DAY < now + DAY]
    assert all(following <= moment for moment in due)
    assert following > now


ANEW = """
failed   validation_timed_out            0  yes
failed   validation_timed_out            4  yes
failed   validation_timed_out            5  no
failed   other                           0  yes
failed   gone                            0  yes
failed   inactive                        0  yes
failed   domain_not_allowed              0  no
failed   additional_verification_required 0 no
failed   invalid_public_domain           0  no
failed   request_refused                 0  no
failed   caa_error                       0  no
expired  expired                         0  yes
revoked  revoked                         0  yes
issued   -                               0  no
pending_validation -                     0  no
requested -                              0  no
"""


@pytest.mark.parametrize("row", ANEW.strip().splitlines())
def test_what_is_asked_for_anew_without_anybody(row: str) -> None:
    state, reason, anew, expected = row.split()
    one = a_certificate(State(state), reason=reason, anew=int(anew))

    asks = rules.asks_anew(one, a_domain(Held.PROVEN))

    assert asks == (expected == "yes")


def test_the_partners_own_is_never_asked_for_anew() -> None:
    own = a_certificate(State.EXPIRED, reason="expired", source=Source.OWN)

    assert not rules.asks_anew(own, a_domain(Held.PROVEN))


def test_the_next_request_keeps_the_one_before_for_deletion() -> None:
    after = rules.requested_anew(a_certificate(State.FAILED), NOON + DAY, anew=1)

    assert (after.arn, after.former, after.attempt) == (None, ("arn:1",), 2)
    assert after.tag != a_certificate().tag


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"records": (RECORD,)}, ["CNAME"]),
        ({"reason": "caa_error", "records": (RECORD,)}, ["CAA"]),
        ({"renewal": Renewal("pending_validation", None, (RECORD,))}, ["CNAME"]),
        ({"renewal": Renewal("failed", "caa_error", (RECORD,))}, ["CAA"]),
        ({"source": Source.OWN, "records": (RECORD,)}, []),
    ],
)
def test_the_record_that_is_missing_is_shown(changes: dict[str, Any], expected: list[str]) -> None:
    shown = rules.records_to_set(a_certificate(**changes))

    assert [record.type for record in shown] == expected


def test_a_request_that_is_not_known_everywhere_yet_is_no_failure() -> None:
    asked = a_certificate(State.PENDING_VALIDATION)

    assert rules.described(asked, None, NOON + 9 * MINUTE) is asked
    assert rules.described(asked, None, NOON + 10 * MINUTE).reason == "gone"


def test_a_certificate_ends_at_its_second_whatever_the_authority_says() -> None:
    told = Described(State.ISSUED, issued=ISSUED)

    assert rules.described(a_certificate(), told, ENDS - SECOND).state is State.ISSUED
    assert rules.described(a_certificate(), told, ENDS).state is State.EXPIRED


def test_another_certificate_on_a_served_host_is_told_once() -> None:
    served = {PARTNER: Served(Seen.OTHER, NOON, "def")}
    active = dict.fromkeys(NAMES, EdgeHostState.ACTIVE)
    one = a_certificate(served=served, hosts=active)

    first, news = noticed(one, NOON)
    _, again = noticed(first, NOON + DAY)

    assert [each.kind for each in news] == ["certificate.not_served"]
    assert again == []
    assert noticed(replace(one, hosts={}), NOON)[1] == []
