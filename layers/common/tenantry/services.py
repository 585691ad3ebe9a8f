"""
The other AWS services that we call.
"""

from functools import cache
from typing import Any

from tenantry import settings
from tenantry.table import connection


@cache
def client(service: str) -> Any:  # noqa: ANN401 - botocore makes its clients at run time
    """
    A client of another AWS service, from the session that the table's client has.
    """
    session = connection().connection.session
    return session.create_client(service, settings.region(), endpoint_url=settings.endpoint_url())
