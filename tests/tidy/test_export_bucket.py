"""
The bucket of statements as files: who may do what, and for how long. No emulator asks.
"""

from typing import Any

from tenantry.statement_exports.model import KEPT
from tests.tidy.template import resources

type Json = Any


def test_the_bucket_is_private_and_encrypted() -> None:
    bucket = resources("AWS::S3::Bucket")["ExportBucket"]

    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    [rule] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}


def test_a_file_is_removed_when_its_export_lapses() -> None:
    bucket = resources("AWS::S3::Bucket")["ExportBucket"]

    [rule] = bucket["LifecycleConfiguration"]["Rules"]

    assert rule["ExpirationInDays"] == KEPT.days
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}


def test_nobody_may_do_more_with_files_than_the_function_needs() -> None:
    functions = resources("AWS::Serverless::Function")

    allowed = {name: actions for name, one in functions.items() if (actions := _on_files(one))}

    assert allowed == {
        "StatementExportsServe": {"s3:GetObject"},
        "StatementExportsWrite": {"s3:AbortMultipartUpload", "s3:PutObject"},
    }


def _on_files(function: Json) -> set[str]:
    written = [one for one in function.get("Policies", []) if "Statement" in one]
    actions: set[str] = set()
    for statement in (statement for one in written for statement in one["Statement"]):
        if "ExportBucket" not in str(statement["Resource"]):
            continue
        action = statement["Action"]
        actions |= {action} if isinstance(action, str) else set(action)
    return {action for action in actions if action.startswith("s3:")}
