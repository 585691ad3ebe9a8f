"""
Every refusal as RFC 9457 problem+json: one shape, one table of statuses.
"""

import json
from http import HTTPStatus

from tenantry import errors

STATUS: dict[type[errors.TenantryError], HTTPStatus] = {
    errors.Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Unauthenticated: HTTPStatus.UNAUTHORIZED,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.MethodNotAllowed: HTTPStatus.METHOD_NOT_ALLOWED,
    errors.Misdirected: HTTPStatus.MISDIRECTED_REQUEST,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.RuleBroken: HTTPStatus.CONFLICT,
    errors.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.LimitExceeded: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}

CONTENT_TYPE = "application/problem+json"


def status_of(error: errors.TenantryError) -> HTTPStatus:
    """
    The status of the nearest category that *error* belongs to.
    """
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def body_of(error: errors.TenantryError) -> str:
    """
    The problem document.
    """
    status = status_of(error)
    document = {
        "type": f"/docs#{error.code}",
        "title": status.phrase,
        "status": status.value,
        "detail": str(error),
        "code": error.code,
    }
    return json.dumps({**document, **error.context}, ensure_ascii=False, default=str)


def headers_of(error: errors.TenantryError) -> dict[str, str]:
    """
    What the status calls for: when to come back, which methods there are, how to sign in.
    """
    if isinstance(error, errors.LimitExceeded | errors.Unavailable):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, errors.MethodNotAllowed):
        return {"Allow": str(error.context["allow"])}
    if isinstance(error, errors.Unauthenticated):
        return {"WWW-Authenticate": 'Bearer realm="tenantry"'}
    return {}
