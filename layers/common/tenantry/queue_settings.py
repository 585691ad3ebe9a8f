"""
Where the queues are, as the template says it.
"""

from tenantry.settings import required


def pilot_queue_url() -> str:
    """
    The queue between finding due pilots and settling them.
    """
    return required("TENANTRY_PILOT_QUEUE_URL")


def dunning_queue_url() -> str:
    """
    The queue between finding what nobody has paid and settling it.
    """
    return required("TENANTRY_DUNNING_QUEUE_URL")


def domain_queue_url() -> str:
    """
    The queue between finding domains whose look is due and looking at them.
    """
    return required("TENANTRY_DOMAIN_QUEUE_URL")


def self_dealing_queue_url() -> str:
    """
    The queue of resellers' tenants that may be their own, looked at part by part.
    """
    return required("TENANTRY_SUSPICION_QUEUE_URL")


def statement_queue_url() -> str:
    """
    The queue of statements that are to be written, and of their parts.
    """
    return required("TENANTRY_STATEMENT_QUEUE_URL")


def ledger_queue_url() -> str:
    """
    The queue between listing partners and checking their statements.
    """
    return required("TENANTRY_LEDGER_QUEUE_URL")


def webhook_queue_url() -> str:
    """
    The queue between receiving a provider's event and applying it.
    """
    return required("TENANTRY_WEBHOOK_QUEUE_URL")


def dead_letters() -> dict[str, tuple[str, str]]:
    """
    Each dead-letter queue that can be replayed, and the queue that its messages go back to.
    """
    return {
        name: (
            _beside(f"TENANTRY_{variable}_DEAD_LETTERS"),
            _beside(f"TENANTRY_{variable}_QUEUE"),
        )
        for name, variable in {
            "pilots": "PILOT",
            "mail": "MAIL",
            "webhooks": "WEBHOOK",
            "stock": "STOCK",
            "dunning": "DUNNING",
            "domains": "DOMAIN",
            "exports": "EXPORT",
            "suspicions": "SUSPICION",
            "ledger": "LEDGER",
            "statements": "STATEMENT",
            "feedback": "FEEDBACK",
        }.items()
    }


def queue_urls() -> dict[str, str]:
    """
    Every queue that the self-check looks at, by what people call it.
    """
    return {
        "pilots": _beside("TENANTRY_PILOT_QUEUE"),
        "pilots dead letters": _beside("TENANTRY_PILOT_DEAD_LETTERS"),
        "mail": _beside("TENANTRY_MAIL_QUEUE"),
        "mail dead letters": _beside("TENANTRY_MAIL_DEAD_LETTERS"),
        "webhooks": _beside("TENANTRY_WEBHOOK_QUEUE"),
        "webhooks dead letters": _beside("TENANTRY_WEBHOOK_DEAD_LETTERS"),
        "stock": _beside("TENANTRY_STOCK_QUEUE"),
        "stock dead letters": _beside("TENANTRY_STOCK_DEAD_LETTERS"),
        "dunning": _beside("TENANTRY_DUNNING_QUEUE"),
        "dunning dead letters": _beside("TENANTRY_DUNNING_DEAD_LETTERS"),
        "domains": _beside("TENANTRY_DOMAIN_QUEUE"),
        "domains dead letters": _beside("TENANTRY_DOMAIN_DEAD_LETTERS"),
        "exports": _beside("TENANTRY_EXPORT_QUEUE"),
        "exports dead letters": _beside("TENANTRY_EXPORT_DEAD_LETTERS"),
        "suspicions": _beside("TENANTRY_SUSPICION_QUEUE"),
        "suspicions dead letters": _beside("TENANTRY_SUSPICION_DEAD_LETTERS"),
        "statements": _beside("TENANTRY_STATEMENT_QUEUE"),
        "statements dead letters": _beside("TENANTRY_STATEMENT_DEAD_LETTERS"),
        "ledger": _beside("TENANTRY_LEDGER_QUEUE"),
        "ledger dead letters": _beside("TENANTRY_LEDGER_DEAD_LETTERS"),
        "feedback": _beside("TENANTRY_FEEDBACK_QUEUE"),
        "feedback dead letters": _beside("TENANTRY_FEEDBACK_DEAD_LETTERS"),
        "events dead letters": _beside("TENANTRY_EVENT_DEAD_LETTERS"),
    }


def _beside(variable: str) -> str:
    """
    The address of a queue of which the name alone is told: Lambda takes 4 KB of variables.

    All queues of a stack stand in one folder.
    """
    folder = pilot_queue_url().rpartition("/")[0]
    return f"{folder}/{required(variable)}"
