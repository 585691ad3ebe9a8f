"""
When a credential is good, and what a new key may allow.
"""

from datetime import datetime, timedelta

import pytest

from tenantry.credentials import rules
from tenantry.credentials.model import Credential, CredentialKind, ScopeTooWide, SignInLink
from tenantry.ids import UserId
from tenantry.principals import ALL_SCOPES
from tests.acting import DAY, NOON, SECOND
from tests.builders import RESELLER_ID, refusal_of

QUARTER = timedelta(minutes=15)
EVERYTHING = frozenset({ALL_SCOPES})
READS = frozenset({"invites:read", "tenants:read"})


def a_credential(
    expires_at: datetime | None = None, revoked_at: datetime | None = None
) -> Credential:
    return Credential(
        id="key_FIRST",
        kind=CredentialKind.API_KEY,
        secret_hash="hash",
        user_id=UserId("usr_AMA"),
        workspace_id=RESELLER_ID,
        scopes=READS,
        name="CI",
        last_four="nFL4",
        created_at=NOON,
        expires_at=expires_at,
        revoked_at=revoked_at,
    )


@pytest.mark.parametrize(
    ("credential", "is_good"),
    [
        (a_credential(), True),
        (a_credential(expires_at=NOON + SECOND), True),
        (a_credential(expires_at=NOON), False),
        (a_credential(expires_at=NOON - SECOND), False),
        (a_credential(revoked_at=NOON), False),
        (a_credential(revoked_at=NOON + DAY), False),
        (a_credential(expires_at=NOON + DAY, revoked_at=NOON - DAY), False),
    ],
)
def test_a_credential_is_good_until_it_is_revoked_or_its_end_has_come(
    credential: Credential, is_good: bool
) -> None:
    assert rules.is_good(credential, NOON) is is_good


@pytest.mark.parametrize(
    ("wanted", "held", "missing"),
    [
        (READS, READS, None),
        (frozenset({"invites:read"}), READS, None),
        (READS, EVERYTHING, None),
        (EVERYTHING, EVERYTHING, None),
        (EVERYTHING, READS, ["*"]),
        (READS | {"keys:write", "audit:read"}, READS, ["audit:read", "keys:write"]),
    ],
)
def test_a_key_never_allows_more_than_what_makes_it(
    wanted: frozenset[str], held: frozenset[str], missing: list[str] | None
) -> None:
    if missing is None:
        rules.check_scopes(wanted, held)
        return
    with pytest.raises(ScopeTooWide) as refused:
        rules.check_scopes(wanted, held)

    assert refused.value.context["scopes"] == missing


@pytest.mark.parametrize(
    ("now", "used_at", "is_good"),
    [
        (NOON, None, True),
        (NOON + QUARTER - SECOND, None, True),
        (NOON + QUARTER, None, False),
        (NOON + SECOND, NOON, False),
    ],
)
def test_a_sign_in_link_is_good_once_and_for_a_quarter_of_an_hour(
    now: datetime, used_at: datetime | None, is_good: bool
) -> None:
    link = SignInLink("lnk_FIRST", UserId("usr_AMA"), "hash", NOON, NOON + QUARTER, used_at)

    refused = refusal_of(lambda: rules.check_usable(link, now))

    assert refused == (None if is_good else "sign_in.link_invalid")
