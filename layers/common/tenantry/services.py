"""
AWS itself: one session, and a client for each service that we call.
"""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session, get_session

from tenantry import settings

CONNECT_SECONDS, READ_SECONDS = 5, 20
"""The slowest answers that are waited for are those of S3 to a whole statement."""


@cache
def session() -> Session:
    """
    The session that all clients share: each further one would read the same descriptions anew.
    """
    return get_session()


def secret(secret_id: str) -> str:
    """
    What operators, or the stack itself, have put into a secret.
    """
    answer = client("secretsmanager").get_secret_value(SecretId=secret_id)
    return str(answer["SecretString"])


@cache
def client(
    service: str, region: str | None = None, *, part: str | None = None, is_repeated: bool = True
) -> Any:  # noqa: ANN401 - botocore makes its clients at run time
    """
    A client of a service other than DynamoDB, whose client the table makes.

    Args:
        region: Another one than the function's own: certificates of the edge are in one alone.
        part: What its endpoint is named by, where the local stack has a stand-in for a part of a
            service only, such as `ses_identities`; the service's own name unless it is said.
        is_repeated: Whether a call is made again when its answer does not come. What makes a new
            thing each time is not.
    """
    config = Config(
        # Links to S3 are signed in the older way unless it is told; newer regions refuse that.
        signature_version="s3v4" if service == "s3" else None,
        # Nor do they answer at the host of all regions, which links and forms would name.
        s3={"addressing_style": "virtual"} if service == "s3" else None,
        retries=None if is_repeated else {"total_max_attempts": 1},
        # Botocore would wait a minute each: longer than most functions may run.
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
    )
    return session().create_client(
        service,
        region or settings.region(),
        endpoint_url=settings.endpoint_url(part or service),
        config=config,
    )
