"""
The environment, read here and nowhere else, each name when it is first needed.
"""

import json
import os
from typing import Literal, cast
from urllib.parse import urlsplit

type Stage = Literal["local", "dev", "prod"]


def required(name: str) -> str:
    """
    What the template says under a name of ours.
    """
    value = os.environ.get(name)
    assert value, f"the environment variable {name} is not set: see template.yaml, Globals"
    return value


def table_name() -> str:
    """
    The one table.
    """
    return required("TENANTRY_TABLE")


def region() -> str:
    """
    The AWS region that the function runs in.
    """
    return os.environ.get("AWS_REGION") or required("AWS_DEFAULT_REGION")


def is_lambda() -> bool:
    """
    Whether this process is a Lambda function's, and not a test or a tool.
    """
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ


def stage() -> Stage:
    """
    Which deployment this is; API keys of `prod` are marked live, all others test.
    """
    return cast("Stage", required("TENANTRY_STAGE"))


def build() -> str:
    """
    The build that is deployed, as the self-check tells operators.
    """
    return os.environ.get("TENANTRY_BUILD", "unknown")


def base_url() -> str:
    """
    Where people reach us, without a trailing slash.

    Links in mails are built from it, never from a Host header.
    """
    return required("TENANTRY_BASE_URL").rstrip("/")


def edge_host() -> str:
    """
    The name that partners' hosts lead to, such as `edge.tenantry.example`; empty where none is.
    """
    return os.environ.get("TENANTRY_EDGE_HOST", "")


def edge_addresses() -> tuple[str, ...]:
    """
    The addresses of the edge, where it has fixed ones (anycast); none where they may change.
    """
    return tuple(os.environ.get("TENANTRY_EDGE_ADDRESSES", "").replace(",", " ").split())


def spf_include() -> str:
    """
    What the SPF record of a domain must reach for our mail: the name that our sender stands behind.
    """
    return os.environ.get("TENANTRY_SPF_INCLUDE") or "amazonses.com"


def own_hosts() -> tuple[str, ...]:
    """
    The platform's own hosts: no partner can claim what belongs to their root domains.
    """
    told = os.environ.get("TENANTRY_OWN_HOSTS", "").replace(",", " ").split()
    sender_host = mail_from().rpartition("@")[2]
    hosts = (urlsplit(base_url()).hostname, edge_host(), sender_host, *told)
    return tuple(host for host in hosts if host)


def reputation_lists() -> list[dict[str, str]]:
    """
    The lists of domains with a bad name that are asked: of each its name, zone and kind of codes.
    """
    return [
        {str(key): str(value) for key, value in one.items()}
        for one in json.loads(os.environ.get("TENANTRY_REPUTATION") or "[]")
    ]


def server_key_secret() -> str:
    """
    The id of the secret that holds the server key.
    """
    return required("TENANTRY_SERVER_KEY_SECRET")


def bus_name() -> str:
    """
    The event bus that the relay puts events on.
    """
    return required("TENANTRY_BUS")


def mail_from() -> str:
    """
    The platform's own sender address.
    """
    return required("TENANTRY_MAIL_FROM")


def mail_configuration_set() -> str | None:
    """
    The configuration set by which SES tells what became of our mails; None where nothing tells it.
    """
    return os.environ.get("TENANTRY_MAIL_CONFIGURATION_SET") or None


def provider_secret(provider: str) -> str:
    """
    The id of the secret of our account with a payment provider.
    """
    return required(f"TENANTRY_{provider.upper()}_SECRET")


def provider_url(provider: str) -> str:
    """
    Where a payment provider's API is, without a slash at its end.
    """
    return required(f"TENANTRY_{provider.upper()}_URL").rstrip("/")


def stripe_api_base() -> str | None:
    """
    Where Stripe is, when it is not Stripe: set on the local stack only.
    """
    return os.environ.get("TENANTRY_STRIPE_API_BASE") or None


def checkout_return_url() -> str:
    """
    Where the provider sends a buyer back to, paid or not.
    """
    return os.environ.get("TENANTRY_CHECKOUT_RETURN_URL") or f"{base_url()}/workspace"


def stripe_automatic_tax() -> bool:
    """
    Whether Stripe computes tax at checkout.
    """
    return os.environ.get("TENANTRY_STRIPE_AUTOMATIC_TAX", "false") == "true"


def central_bank_url() -> str:
    """
    The folder of the European Central Bank's files of reference rates.
    """
    return required("TENANTRY_CENTRAL_BANK_URL")


def open_rates_url() -> str:
    """
    The API of Open Exchange Rates.
    """
    return required("TENANTRY_OPEN_RATES_URL")


def open_rates_secret() -> str:
    """
    The id of the secret that holds our key there.
    """
    return required("TENANTRY_OPEN_RATES_SECRET")


def export_bucket() -> str:
    """
    The private bucket of statements as files.
    """
    return required("TENANTRY_EXPORT_BUCKET")


def picture_bucket() -> str:
    """
    The private bucket of uploaded pictures, and of those that are shown.
    """
    return required("TENANTRY_PICTURE_BUCKET")


def sealing_key() -> str:
    """
    The KMS key that resellers' own payment keys are encrypted with.
    """
    return required("TENANTRY_SEALING_KEY")


def function_prefix() -> str:
    """
    What the names of all functions of this deployment start with.
    """
    return required("TENANTRY_FUNCTION_PREFIX")


def endpoint_url(service: str | None = None) -> str | None:
    """
    Where AWS is, when it is not AWS: set on the local stack only.

    Args:
        service: What has a stand-in of its own there, if its `TENANTRY_<SERVICE>_URL` is set.
    """
    own = service and os.environ.get(f"TENANTRY_{service.upper()}_URL")
    return own or os.environ.get("AWS_ENDPOINT_URL") or None


def certificate_region() -> str:
    """
    The region of certificates: the edge takes them from no other than this one.
    """
    return os.environ.get("TENANTRY_CERTIFICATE_REGION") or "us-east-1"


def edge_distribution() -> str | None:
    """
    The id of the multi-tenant distribution that serves partners' hosts; None where none does.
    """
    return os.environ.get("TENANTRY_EDGE_DISTRIBUTION") or None


def edge_connection_group() -> str | None:
    """
    The id of the connection group whose address partners point at; None for the account's own.
    """
    return os.environ.get("TENANTRY_EDGE_CONNECTION_GROUP") or None


def trusted_roots() -> str | None:
    """
    A file of further roots (PEM) that partners' certificates may end at: on the local stack only.
    """
    return os.environ.get("TENANTRY_TRUSTED_ROOTS") or None


def handshake_port() -> int | None:
    """
    The port of the edge's stand-in, at addresses of this machine: on the local stack only.
    """
    told = os.environ.get("TENANTRY_HANDSHAKE_PORT")
    return int(told) if told else None


def resolvers() -> list[str]:
    """
    Who says which servers a domain has, as `host:port`; none for the system's own.
    """
    return os.environ.get("TENANTRY_RESOLVERS", "").split()


def dns_port() -> int | None:
    """
    The port of this machine that all name servers have: set on the local stack only.
    """
    port = os.environ.get("TENANTRY_DNS_PORT")
    return int(port) if port else None
