"""
The bucket of pictures: who may do what, and for how long. No emulator asks.
"""

from typing import Any

import pytest

from tenantry.branding.model import KEPT
from tests.tidy.template import resources

type Json = Any

pytestmark = pytest.mark.requirement("R-WL-3")


def test_the_bucket_is_private_and_encrypted() -> None:
    bucket = resources("AWS::S3::Bucket")["PictureBucket"]

    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    [rule] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}


def test_what_was_sent_is_removed_when_it_can_be_accepted_no_more_and_pictures_stay() -> None:
    [rule] = resources("AWS::S3::Bucket")["PictureBucket"]["LifecycleConfiguration"]["Rules"]

    assert (rule["Prefix"], rule["ExpirationInDays"]) == ("uploads/", KEPT.days)


def test_browsers_may_send_forms_from_anywhere_and_read_nothing() -> None:
    [rule] = resources("AWS::S3::Bucket")["PictureBucket"]["CorsConfiguration"]["CorsRules"]

    assert (rule["AllowedMethods"], rule["AllowedOrigins"]) == (["POST"], ["*"])


def test_nobody_may_do_more_with_pictures_than_the_function_needs() -> None:
    functions = resources("AWS::Serverless::Function")

    allowed = {name: rights for name, one in functions.items() if (rights := _rights(one))}

    assert allowed == {
        "BrandingUploads": {("s3:PutObject", "uploads/*")},
        "BrandingAccept": {
            ("s3:GetObject", "uploads/*"),
            ("s3:PutObject", "pictures/*"),
            ("s3:ListBucket", ""),
        },
        "BrandingPictures": {("s3:GetObject", "pictures/*"), ("s3:ListBucket", "")},
    }


def test_who_serves_pictures_sees_of_the_table_which_hosts_are_served() -> None:
    served = resources("AWS::Serverless::Function")["BrandingPictures"]

    [policy] = served["Policies"]
    [on_table] = [one for one in policy["Statement"] if "dynamodb" in one["Action"]]
    assert "Role" not in served
    assert on_table["Action"] == "dynamodb:BatchGetItem"
    assert on_table["Condition"] == {
        "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["HOST#*"]}
    }


def _rights(function: Json) -> set[tuple[str, str]]:
    written = [one for one in function.get("Policies", []) if "Statement" in one]
    return {
        (statement["Action"], _folder(statement["Resource"]))
        for one in written
        for statement in one["Statement"]
        if "PictureBucket" in str(statement["Resource"])
    }


def _folder(resource: Json) -> str:
    match resource:
        case {"Fn::Sub": str(name)}:
            return name.partition("/")[2]
        case _:
            return ""
