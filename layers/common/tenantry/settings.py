"""
The environment, read here and nowhere else, each name when it is first needed.
"""

import os
from typing import Literal, cast

type Stage = Literal["local", "dev", "prod"]


def _required(name: str) -> str:
    value = os.environ.get(name)
    assert value, f"the environment variable {name} is not set: see template.yaml, Globals"
    return value


def table_name() -> str:
    """
    The one table.
    """
    return _required("TENANTRY_TABLE")


def region() -> str:
    """
    The AWS region that the function runs in.
    """
    return os.environ.get("AWS_REGION") or _required("AWS_DEFAULT_REGION")


def is_lambda() -> bool:
    """
    Whether this process is a Lambda function's, and not a test or a tool.
    """
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ


def stage() -> Stage:
    """
    Which deployment this is; API keys of `prod` are marked live, all others test.
    """
    return cast("Stage", _required("TENANTRY_STAGE"))


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
    return _required("TENANTRY_BASE_URL").rstrip("/")


def server_key_secret() -> str:
    """
    The id of the secret that holds the server key.
    """
    return _required("TENANTRY_SERVER_KEY_SECRET")


def bus_name() -> str:
    """
    The event bus that the relay puts events on.
    """
    return _required("TENANTRY_BUS")


def mail_from() -> str:
    """
    The platform's own sender address.
    """
    return _required("TENANTRY_MAIL_FROM")


def pilot_queue_url() -> str:
    """
    The queue between finding due pilots and settling them.
    """
    return _required("TENANTRY_PILOT_QUEUE_URL")


def dunning_queue_url() -> str:
    """
    The queue between finding what nobody has paid and settling it.
    """
    return _required("TENANTRY_DUNNING_QUEUE_URL")


def self_dealing_queue_url() -> str:
    """
    The queue of resellers' tenants that may be their own, looked at part by part.
    """
    return _required("TENANTRY_SUSPICION_QUEUE_URL")


def statement_queue_url() -> str:
    """
    The queue of statements that are to be written, and of their parts.
    """
    return _required("TENANTRY_STATEMENT_QUEUE_URL")


def ledger_queue_url() -> str:
    """
    The queue between listing partners and checking their statements.
    """
    return _required("TENANTRY_LEDGER_QUEUE_URL")


def provider_secret(provider: str) -> str:
    """
    The id of the secret of our account with a payment provider.
    """
    return _required(f"TENANTRY_{provider.upper()}_SECRET")


def provider_url(provider: str) -> str:
    """
    Where a payment provider's API is, without a slash at its end.
    """
    return _required(f"TENANTRY_{provider.upper()}_URL").rstrip("/")


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
    return _required("TENANTRY_CENTRAL_BANK_URL")


def open_rates_url() -> str:
    """
    The API of Open Exchange Rates.
    """
    return _required("TENANTRY_OPEN_RATES_URL")


def open_rates_secret() -> str:
    """
    The id of the secret that holds our key there.
    """
    return _required("TENANTRY_OPEN_RATES_SECRET")


def webhook_queue_url() -> str:
    """
    The queue between receiving a provider's event and applying it.
    """
    return _required("TENANTRY_WEBHOOK_QUEUE_URL")


def export_bucket() -> str:
    """
    The private bucket of statements as files.
    """
    return _required("TENANTRY_EXPORT_BUCKET")


def sealing_key() -> str:
    """
    The KMS key that resellers' own payment keys are encrypted with.
    """
    return _required("TENANTRY_SEALING_KEY")


def function_prefix() -> str:
    """
    What the names of all functions of this deployment start with.
    """
    return _required("TENANTRY_FUNCTION_PREFIX")


def dead_letters() -> dict[str, tuple[str, str]]:
    """
    Each dead-letter queue that can be replayed, and the queue that its messages go back to.
    """
    return {
        name: (
            _required(f"TENANTRY_{variable}_DEAD_LETTERS_URL"),
            _required(f"TENANTRY_{variable}_QUEUE_URL"),
        )
        for name, variable in {
            "pilots": "PILOT",
            "mail": "MAIL",
            "webhooks": "WEBHOOK",
            "stock": "STOCK",
            "dunning": "DUNNING",
            "exports": "EXPORT",
            "suspicions": "SUSPICION",
            "ledger": "LEDGER",
            "statements": "STATEMENT",
        }.items()
    }


def queue_urls() -> dict[str, str]:
    """
    Every queue that the self-check looks at, by what people call it.
    """
    return {
        "pilots": _required("TENANTRY_PILOT_QUEUE_URL"),
        "pilots dead letters": _required("TENANTRY_PILOT_DEAD_LETTERS_URL"),
        "mail": _required("TENANTRY_MAIL_QUEUE_URL"),
        "mail dead letters": _required("TENANTRY_MAIL_DEAD_LETTERS_URL"),
        "webhooks": _required("TENANTRY_WEBHOOK_QUEUE_URL"),
        "webhooks dead letters": _required("TENANTRY_WEBHOOK_DEAD_LETTERS_URL"),
        "stock": _required("TENANTRY_STOCK_QUEUE_URL"),
        "stock dead letters": _required("TENANTRY_STOCK_DEAD_LETTERS_URL"),
        "dunning": _required("TENANTRY_DUNNING_QUEUE_URL"),
        "dunning dead letters": _required("TENANTRY_DUNNING_DEAD_LETTERS_URL"),
        "exports": _required("TENANTRY_EXPORT_QUEUE_URL"),
        "exports dead letters": _required("TENANTRY_EXPORT_DEAD_LETTERS_URL"),
        "suspicions": _required("TENANTRY_SUSPICION_QUEUE_URL"),
        "suspicions dead letters": _required("TENANTRY_SUSPICION_DEAD_LETTERS_URL"),
        "statements": _required("TENANTRY_STATEMENT_QUEUE_URL"),
        "statements dead letters": _required("TENANTRY_STATEMENT_DEAD_LETTERS_URL"),
        "ledger": _required("TENANTRY_LEDGER_QUEUE_URL"),
        "ledger dead letters": _required("TENANTRY_LEDGER_DEAD_LETTERS_URL"),
        "events dead letters": _required("TENANTRY_EVENT_DEAD_LETTERS_URL"),
    }


def endpoint_url() -> str | None:
    """
    Where AWS is, when it is not AWS: set on the local stack only.
    """
    return os.environ.get("AWS_ENDPOINT_URL")
