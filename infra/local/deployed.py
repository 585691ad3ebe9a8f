"""
Looking into a running local stack, whoever started it.
"""

import json
from collections.abc import Mapping
from typing import Any

from infra.local.deploy import Client, Deployment, Json, client, describe, restart_functions
from infra.local.places import ACCOUNT, REGION


class HandlerFailed(Exception):
    """
    A function that was invoked raised; the message is what Lambda reports.
    """


class UnknownName(Exception):
    """
    The template has nothing of this name.
    """


class Deployed:
    """
    What is deployed at an AWS endpoint.

    Args:
        endpoint_url: MiniStack's, as boto3 takes it.
        deployment: What stands there; asked for when it is not given.
    """

    def __init__(self, endpoint_url: str, deployment: Deployment | None = None) -> None:
        self.endpoint_url = endpoint_url
        self.deployment = deployment or describe(endpoint_url)

    @property
    def outputs(self) -> Mapping[str, str]:
        """
        The template's outputs.
        """
        return self.deployment.outputs

    @property
    def table_name(self) -> str:
        """
        The one table's real name.
        """
        return self.outputs["TableName"]

    def physical_id(self, logical_id: str) -> str:
        """
        A resource's real name; a queue's URL.
        """
        if logical_id not in self.deployment.physical_ids:
            raise UnknownName(f"template.yaml has no {logical_id}")
        return self.deployment.physical_ids[logical_id]

    def client(self, service: str) -> Client:
        """
        A boto3 client of this stack: `client("dynamodb")`.
        """
        return client(self.endpoint_url, service)

    def invoke(self, function: str, event: Mapping[str, Any]) -> Json:
        """
        Call a function, named as in the template, and wait for what it returns.

        Raises:
            HandlerFailed: When it raised, or ran out of time.
        """
        name, payload = self.physical_id(function), json.dumps(event).encode()
        answer = self.client("lambda").invoke(FunctionName=name, Payload=payload)
        returned = json.loads(answer["Payload"].read() or b"null")
        if "FunctionError" in answer:
            raise HandlerFailed(f"{function}: {returned['errorMessage']}")
        return returned

    def logs(self, function: str) -> list[str]:
        """
        What a function has written to its log, oldest first.
        """
        logs = self.client("logs")
        group = f"/aws/lambda/{self.physical_id(function)}"
        if not logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]:
            return []
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        return [event["message"] for page in pages for event in page["events"]]

    def environments(self) -> dict[str, dict[str, str]]:
        """
        Each function's environment, with all that it needs to reach this stack from elsewhere.
        """
        lambda_ = self.client("lambda")
        access = {
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": ACCOUNT,
            "AWS_REGION": REGION,
        }
        return {
            function: access
            | lambda_.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
            for function, name in self.deployment.functions.items()
        }

    def restart_functions(self) -> None:
        """
        Let every function begin anew, with its code as it now is.
        """
        restart_functions(self.endpoint_url, self.deployment)
