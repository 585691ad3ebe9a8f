"""
The first operator of a fresh deployment: invoked once, by an engineer who may, never by HTTP.
"""

import os
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel

from tenantry.acts import Act
from tenantry.credentials import commands
from tenantry.http.fields import Email, Name
from tenantry.principals import SCHEDULER


class FirstOperator(BaseModel):
    """
    Who the first operator is.
    """

    email: Email
    name: Name


def handler(event: dict[str, Any], context: object) -> dict[str, str]:
    """
    Make the first operator and answer with an API key; any later call is refused (operator.exists).
    """
    asked = FirstOperator.model_validate(event)
    correlation_id = str(getattr(context, "aws_request_id", "local"))
    act = Act(SCHEDULER, datetime.now(UTC), os.urandom(32), correlation_id)
    issued = commands.make_first_operator(asked.email, asked.name, os.urandom(32), act)
    return {"api_key": issued.secret, "user_id": issued.credential.user_id}
