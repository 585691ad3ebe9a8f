"""
The stand-in for ACM and CloudFront, asked as the product asks AWS.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.local.deploy import Client
from infra.local.edge.cloudfront import DISTRIBUTION, GROUP
from tests.acting import DAY, NOON
from tests.certifying import NAMES, PARTNER, Leaf, a_leaf
from tests.edging import EdgeOfTests, edge_at

pytestmark = pytest.mark.requirement("R-WL-2")

HOUR = timedelta(hours=1)
ONE = "one"


@pytest.fixture
def edge() -> Iterator[EdgeOfTests]:
    with edge_at(NOON) as one:
        yield one


def client(edge: EdgeOfTests, service: str) -> Client:
    return boto3.client(  # type: ignore[call-overload]
        service,
        region_name="us-east-1",
        endpoint_url=edge.player.base_url,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}),
    )


@pytest.fixture
def acm(edge: EdgeOfTests) -> Client:
    return client(edge, "acm")


@pytest.fixture
def cloudfront(edge: EdgeOfTests) -> Client:
    return client(edge, "cloudfront")


def request(acm: Client, token: str = ONE) -> str:
    answer = acm.request_certificate(
        DomainName=PARTNER,
        SubjectAlternativeNames=[NAMES[1]],
        ValidationMethod="DNS",
        IdempotencyToken=token,
    )
    return str(answer["CertificateArn"])


def issued(edge: EdgeOfTests, acm: Client) -> str:
    edge.validate(PARTNER)
    arn = request(acm)
    acm.describe_certificate(CertificateArn=arn)
    return arn


def put(acm: Client, leaf: Leaf, **changes: bytes | str) -> str:
    parts = {
        "Certificate": leaf.pem.encode(),
        "PrivateKey": leaf.key_pem.encode(),
        "CertificateChain": leaf.chain_pem.encode(),
    }
    return str(acm.import_certificate(**parts | changes)["CertificateArn"])


def create(cloudfront: Client, arn: str, name: str = "entry") -> Client:
    return cloudfront.create_distribution_tenant(
        DistributionId=DISTRIBUTION,
        ConnectionGroupId=GROUP,
        Name=name,
        Domains=[{"Domain": host} for host in NAMES],
        Customizations={"Certificate": {"Arn": arn}},
        Enabled=True,
    )


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(ClientError) as refused:
        action()
    return str(refused.value.response["Error"]["Code"])


def test_a_token_is_one_request_for_an_hour(edge: EdgeOfTests, acm: Client) -> None:
    first = request(acm)

    edge.at = NOON + HOUR - timedelta(seconds=1)
    same = request(acm)
    edge.at = NOON + HOUR

    assert same == first
    assert request(acm) != first
    assert request(acm, "two") != first


def test_a_domain_and_its_wildcard_have_one_record(edge: EdgeOfTests, acm: Client) -> None:
    told = acm.describe_certificate(CertificateArn=request(acm))["Certificate"]

    options = told["DomainValidationOptions"]

    assert [option["DomainName"] for option in options] == list(NAMES)
    assert len({option["ResourceRecord"]["Name"] for option in options}) == 1
    assert told["Status"] == "PENDING_VALIDATION"
    assert edge.records == {}


def test_a_list_leaves_out_keys_that_it_is_not_asked_for(acm: Client) -> None:
    arn = put(acm, a_leaf())

    usual = acm.list_certificates()["CertificateSummaryList"]
    asked = acm.list_certificates(Includes={"keyTypes": ["EC_prime256v1"]})

    assert usual == []
    assert [one["CertificateArn"] for one in asked["CertificateSummaryList"]] == [arn]


def test_a_certificate_in_use_is_not_deleted(
    edge: EdgeOfTests, acm: Client, cloudfront: Client
) -> None:
    arn = issued(edge, acm)
    create(cloudfront, arn)

    refused = code_of(lambda: acm.delete_certificate(CertificateArn=arn))

    assert refused == "ResourceInUseException"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"PrivateKey": a_leaf().key_pem.encode()}, "ValidationException"),
        ({"CertificateChain": a_leaf().pem.encode()}, "ValidationException"),
        ({"PrivateKey": b"x" * 6_000}, "ValidationException"),
        ({"CertificateArn": "arn:aws:acm:us-east-1:1:certificate/a"}, "ResourceNotFoundException"),
    ],
)
def test_what_cannot_be_imported_is_refused(
    acm: Client, changes: dict[str, bytes], code: str
) -> None:
    assert code_of(lambda: put(acm, a_leaf(), **changes)) == code


def test_a_certificate_is_imported_over_another_under_its_arn(acm: Client) -> None:
    first, second = a_leaf(), a_leaf(ends=NOON + 10 * DAY)
    arn = put(acm, first)

    again = put(acm, second, CertificateArn=arn)

    told = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    assert again == arn
    assert (told["NotAfter"], told["Issuer"]) == (NOON + 10 * DAY, "Authority of Tests")


def test_a_tenant_is_changed_by_whoever_read_it_last(
    edge: EdgeOfTests, acm: Client, cloudfront: Client
) -> None:
    made = create(cloudfront, issued(edge, acm))
    tenant, version = made["DistributionTenant"], made["ETag"]

    off = cloudfront.update_distribution_tenant(Id=tenant["Id"], IfMatch=version, Enabled=False)

    assert off["DistributionTenant"]["Enabled"] is False
    late = code_of(
        lambda: cloudfront.update_distribution_tenant(
            Id=tenant["Id"], IfMatch=version, Enabled=True
        )
    )
    assert late == "PreconditionFailed"
    found = cloudfront.get_distribution_tenant_by_domain(Domain=PARTNER)
    assert found["ETag"] == off["ETag"]


def test_a_tenant_is_deleted_when_it_is_off_everywhere(
    edge: EdgeOfTests, acm: Client, cloudfront: Client
) -> None:
    edge.player.deploy_after(60)
    made = create(cloudfront, issued(edge, acm))
    named = made["DistributionTenant"]["Id"]
    delete = cloudfront.delete_distribution_tenant
    assert code_of(lambda: delete(Id=named, IfMatch=made["ETag"])) == "ResourceNotDisabled"

    off = cloudfront.update_distribution_tenant(Id=named, IfMatch=made["ETag"], Enabled=False)

    assert off["DistributionTenant"]["Status"] == "InProgress"
    assert code_of(lambda: delete(Id=named, IfMatch=off["ETag"])) == "ResourceNotDisabled"
    edge.at = NOON + timedelta(minutes=1)
    delete(Id=named, IfMatch=off["ETag"])
    assert edge.player.tenants() == []


def test_a_name_and_a_domain_are_one_tenants(
    edge: EdgeOfTests, acm: Client, cloudfront: Client
) -> None:
    arn = issued(edge, acm)
    create(cloudfront, arn)

    assert code_of(lambda: create(cloudfront, arn)) == "EntityAlreadyExists"
    assert code_of(lambda: create(cloudfront, arn, "another")) == "CNAMEAlreadyExists"


def test_a_certificate_must_be_there_and_issued(acm: Client, cloudfront: Client) -> None:
    assert code_of(lambda: create(cloudfront, request(acm))) == "InvalidArgument"
    assert code_of(lambda: create(cloudfront, "arn:aws:acm:us-east-1:1:x")) == "InvalidArgument"


def test_no_key_is_shown_by_whoever_plays(edge: EdgeOfTests, acm: Client) -> None:
    issued(edge, acm)

    shown = edge.player.certificates()

    assert [one["status"] for one in shown] == ["ISSUED"]
    assert "key" not in shown[0]["content"]
