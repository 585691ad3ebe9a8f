"""
Works the queue: writes down what it did, and fails for messages that ask for it.
"""

import json
import os
import sys
from typing import Any

import boto3

table = boto3.client("dynamodb")


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """
    One item for each message that does not fail.
    """
    sys.stderr.write("work was called\n")
    failed = [record["messageId"] for record in event["Records"] if "poison" in record["body"]]
    for record in event["Records"]:
        if record["messageId"] not in failed:
            sk = json.loads(record["body"])["detail"]["sk"]
            table.put_item(
                TableName=os.environ["TABLE"], Item={"pk": {"S": "DONE"}, "sk": {"S": sk}}
            )
    return {"batchItemFailures": [{"itemIdentifier": id_} for id_ in failed]}
