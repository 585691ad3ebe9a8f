"""
The table's stream to the bus: every new event, in order per workspace.
"""

from typing import Any

from tenantry import events
from tenantry.observability import begin, counted, flush
from tenantry.queues import publish


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """
    Publish a batch's new events; from the first that the bus refuses on, the batch comes again.
    """
    begin(str(getattr(context, "aws_request_id", "local")), "event_relay")
    records = [record for record in event["Records"] if _is_new_event(record)]
    new = [events.from_stream(record["dynamodb"]["NewImage"]) for record in records]
    refused = publish([(one.kind, events.to_json(one)) for one in new])
    counted("events.published", len(new) - len(refused))
    flush()
    failed = [records[min(refused)]] if refused else []
    return {
        "batchItemFailures": [
            {"itemIdentifier": record["dynamodb"]["SequenceNumber"]} for record in failed
        ]
    }


def _is_new_event(record: dict[str, Any]) -> bool:
    is_event = str(record["dynamodb"]["Keys"]["pk"]["S"]).startswith("EVENT#")
    return is_event and record["eventName"] == "INSERT"
