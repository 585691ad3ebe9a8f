"""
AWS itself: one session, and a client for each service that we call.
"""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session, get_session

from tenantry import settings


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
def client(service: str) -> Any:  # noqa: ANN401 - botocore makes its clients at run time
    """
    A client of a service other than DynamoDB, whose client the table makes.
    """
    # Links to S3 are signed in the older way unless it is told; newer regions refuse that.
    config = Config(signature_version="s3v4") if service == "s3" else None
    return session().create_client(
        service, settings.region(), endpoint_url=settings.endpoint_url(), config=config
    )
