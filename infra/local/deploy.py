"""
Deploying through MiniStack's CloudFormation, and mending by public calls what that forgets.
"""

import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from yaml import YAMLError

from infra import gateway
from infra.local import template as templates
from infra.local.places import ACCOUNT, REGION, STACK
from infra.local.routing import connect

type Client = Any
"""A boto3 client; boto3 makes their classes at run time, so there is no name to write."""
type Json = Any

DEPLOY_SECONDS = 60
READ_SECONDS = 120
POLL_SECONDS = 0.05

BUCKET = "templates"
NEVER_STOOD = {"CREATE_FAILED", "CREATE_IN_PROGRESS", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"}
"""A stack that was never whole, also because the machine stopped: it cannot be updated."""


_MAKING = threading.Lock()
"""Clients may be shared by threads; the session that makes them may not."""


class DeployFailed(Exception):
    """
    CloudFormation refused the template; the message holds its reasons.
    """


@dataclass(frozen=True)
class Deployment:
    """
    What stands after a deploy.
    """

    outputs: Mapping[str, str]
    physical_ids: Mapping[str, str]
    """By logical id: a function's real name, a queue's URL, a table's name."""
    functions: Mapping[str, str]
    """The functions alone, in the same way."""


@cache
def client(endpoint_url: str, service: str) -> Client:
    """
    A boto3 client of MiniStack, with credentials that open nothing else.

    Made once, since that takes longer than most of what is asked of it.
    """
    # A repeat would hide what happened, and a function may be called for as long as it may run.
    config = Config(
        read_timeout=READ_SECONDS, retries={"max_attempts": 0}, s3={"addressing_style": "path"}
    )
    with _MAKING:
        return _session().client(service, endpoint_url=endpoint_url, config=config)  # type: ignore[call-overload]


def deploy(
    endpoint_url: str, path: Path, *, code: Sequence[Path], parameters: Mapping[str, str]
) -> Deployment:
    """
    Create the stack, or update it when it is there.

    Args:
        endpoint_url: MiniStack's.
        path: The template as it is in the repository.
        code: The folders that functions are imported from.
        parameters: Values for those of the template's parameters that it has; others are ignored.
    """
    cloudformation = client(endpoint_url, "cloudformation")
    try:
        source = templates.load(path)
        routes = gateway.routes(source)
        local = templates.localise(source, code=code, start=f"Start{time.time_ns()}")
        url = _uploaded(endpoint_url, local)
        _create_or_update(cloudformation, url, _known(parameters, local))
    except (ClientError, KeyError, OSError, YAMLError, gateway.WrongRoute) as error:
        # Some of these are how a template looks that somebody is just writing.
        raise DeployFailed(f"{path.name} cannot be deployed: {error}") from error
    _await_the_end(cloudformation)
    deployment = describe(endpoint_url)
    _mend_time_to_live(endpoint_url, source, deployment)
    _connect(endpoint_url, routes, deployment)
    return deployment


def describe(endpoint_url: str) -> Deployment:
    """
    What is deployed.
    """
    cloudformation = client(endpoint_url, "cloudformation")
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=STACK)
    resources = [resource for page in pages for resource in page["StackResourceSummaries"]]
    ids = {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in resources}
    functions = [
        resource["LogicalResourceId"]
        for resource in resources
        if resource["ResourceType"] == "AWS::Lambda::Function"
    ]
    outputs = _stack(cloudformation).get("Outputs", [])
    return Deployment(
        outputs={output["OutputKey"]: output["OutputValue"] for output in outputs},
        physical_ids=ids,
        functions={name: ids[name] for name in functions},
    )


def restart_functions(endpoint_url: str, deployment: Deployment) -> None:
    """
    End every function's processes, so that the next call of each imports the code as it now is.
    """
    lambda_ = client(endpoint_url, "lambda")
    for name in deployment.functions.values():
        # To change its settings ends a function's processes, on AWS too; the same value will do.
        timeout = lambda_.get_function_configuration(FunctionName=name)["Timeout"]
        lambda_.update_function_configuration(FunctionName=name, Timeout=timeout)


@cache
def _session() -> boto3.Session:
    return boto3.Session(
        aws_access_key_id=ACCOUNT, aws_secret_access_key=ACCOUNT, region_name=REGION
    )


def _uploaded(endpoint_url: str, local: templates.Node) -> str:
    # A template in the request itself may have 51,200 characters, on AWS too.
    s3 = client(endpoint_url, "s3")
    if not s3.list_buckets(Prefix=BUCKET)["Buckets"]:
        where = {"LocationConstraint": REGION}
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)
    s3.put_object(Bucket=BUCKET, Key="template.json", Body=json.dumps(local).encode())
    return f"{endpoint_url}/{BUCKET}/template.json"


def _known(parameters: Mapping[str, str], local: templates.Node) -> list[dict[str, str]]:
    return [
        {"ParameterKey": name, "ParameterValue": value}
        for name, value in parameters.items()
        if name in local.get("Parameters", {})
    ]


def _create_or_update(cloudformation: Client, url: str, parameters: list[dict[str, str]]) -> None:
    request = {
        "StackName": STACK,
        "TemplateURL": url,
        "Parameters": parameters,
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    }
    stack = _stack(cloudformation)
    if stack and stack["StackStatus"] in NEVER_STOOD:
        cloudformation.delete_stack(StackName=STACK)
        while stack and stack["StackStatus"] != "DELETE_COMPLETE":
            time.sleep(POLL_SECONDS)
            stack = _stack(cloudformation)
        stack = None
    if stack is None:
        cloudformation.create_stack(**request)
        return
    try:
        cloudformation.update_stack(**request)
    except ClientError as error:
        if "No updates are to be performed" not in str(error):
            raise


def _stack(cloudformation: Client) -> Json:
    try:
        return cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        return None


def _await_the_end(cloudformation: Client) -> None:
    deadline = time.monotonic() + DEPLOY_SECONDS
    while time.monotonic() < deadline:
        stack = _stack(cloudformation)
        if stack["StackStatus"] in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
            return
        if not stack["StackStatus"].endswith("_IN_PROGRESS"):
            break
        time.sleep(POLL_SECONDS)
    events = cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
    reasons = [
        f"{event['LogicalResourceId']}: {event['ResourceStatusReason']}"
        for event in events
        if event.get("ResourceStatusReason")
    ]
    raise DeployFailed("\n".join([f"The stack ended as {stack['StackStatus']}.", *reasons]))


def _connect(endpoint_url: str, routes: Mapping[str, str], deployment: Deployment) -> None:
    api = client(endpoint_url, "apigatewayv2")
    try:
        connect(api, routes, deployment.functions)
    except api.exceptions.NotFoundException as error:
        if routes:
            raise DeployFailed("The template has routes, and no HttpApi.") from error


def _mend_time_to_live(endpoint_url: str, source: templates.Node, deployment: Deployment) -> None:
    dynamodb = client(endpoint_url, "dynamodb")
    for name, resource in source["Resources"].items():
        wanted = resource.get("Properties", {}).get("TimeToLiveSpecification")
        if resource["Type"] == "AWS::DynamoDB::Table" and wanted:
            table = deployment.physical_ids[name]
            described = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
            if described["TimeToLiveStatus"] == "DISABLED":
                dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=wanted)
