"""
Structured logs and metrics.

Nothing secret comes here: no path, no body, no header, no mail address.
"""

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

log = Logger(service="tenantry", use_rfc3339=True)
metrics = Metrics(namespace="Tenantry", service="tenantry")


def begin(correlation_id: str, function: str) -> None:
    """
    Start a request's, message's or job's log lines: each carries its correlation id from here on.
    """
    log.append_keys(correlation_id=correlation_id, function=function)


def done(message: str, **facts: object) -> None:
    """
    The one line of a call that went as it should; a refusal is such a call.
    """
    log.info(message, extra=facts)


def counted(name: str, number: int = 1) -> None:
    """
    Count something that an alarm or a dashboard looks at.
    """
    metrics.add_metric(name=name, unit=MetricUnit.Count, value=number)


def flush() -> None:
    """
    Write the metrics of this call, if there are any.
    """
    if metrics.metric_set:
        metrics.flush_metrics()
