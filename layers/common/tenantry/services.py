"""
AWS itself: one session, and a client for each service that we call.
"""

from functools import cache
from typing import Any

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
    return session().create_client(service, settings.region(), endpoint_url=settings.endpoint_url())
