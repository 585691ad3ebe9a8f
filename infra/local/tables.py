"""
The product's table alone, for tests that need an engine and no functions.
"""

from pathlib import Path

from infra.local.deploy import client
from infra.local.places import TEMPLATE
from infra.local.template import load

NAMES_TO_CREATE_TABLE = {
    "AttributeDefinitions",
    "BillingMode",
    "GlobalSecondaryIndexes",
    "KeySchema",
    "LocalSecondaryIndexes",
    "StreamSpecification",
}


def create_table(endpoint_url: str, name: str, template: Path = TEMPLATE) -> None:
    """
    Create the table that *template* declares, keys, indexes and all, under a name of one's own.
    """
    properties = next(
        resource["Properties"]
        for resource in load(template)["Resources"].values()
        if resource["Type"] == "AWS::DynamoDB::Table"
    )
    schema = {key: value for key, value in properties.items() if key in NAMES_TO_CREATE_TABLE}
    if "StreamSpecification" in schema:
        schema["StreamSpecification"] = {**schema["StreamSpecification"], "StreamEnabled": True}
    dynamodb = client(endpoint_url, "dynamodb")
    dynamodb.create_table(TableName=name, **schema)
    if "TimeToLiveSpecification" in properties:
        dynamodb.update_time_to_live(
            TableName=name, TimeToLiveSpecification=properties["TimeToLiveSpecification"]
        )
