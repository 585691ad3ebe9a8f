"""
Puts what it finds in the table's stream on the bus.
"""

import json
import os
import sys
from typing import Any

import boto3

events = boto3.client("events")


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """
    One bus event for each stream record.
    """
    sys.stderr.write("relay was called\n")
    entries: list[Any] = [
        {
            "EventBusName": os.environ["BUS"],
            "Source": "contract",
            "DetailType": record["dynamodb"]["NewImage"]["type"]["S"],
            "Detail": json.dumps({"sk": record["dynamodb"]["Keys"]["sk"]["S"]}),
        }
        for record in event["Records"]
    ]
    answer = events.put_events(Entries=entries)
    assert not answer["FailedEntryCount"], answer
    return {"batchItemFailures": []}
