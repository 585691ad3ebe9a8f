"""
The one taxonomy of refusals.

The domain knows no HTTP status; `tenantry.http` maps each category once.
"""

from collections.abc import Sequence
from typing import ClassVar

TAKEN = frozenset({"type", "title", "status", "detail", "code"})
"""The members of every problem document (RFC 9457, and our code)."""


class TenantryError(Exception):
    """
    Something that was asked for is refused, with a stable code and words for the person who asked.

    Args:
        detail: One sentence in plain words, safe to show: it never holds a secret.
        context: Further facts of the answer, such as the month or the number that is possible; none
            has the name of a member that every problem document has.
    """

    code: ClassVar[str] = "error"

    def __init__(self, detail: str, **context: object) -> None:
        assert not TAKEN & context.keys(), "the answer has members of these names already"
        super().__init__(detail)
        self.context = context


class Invalid(TenantryError):
    """
    The request itself is wrong: a field is missing, too long, or of the wrong form.
    """

    code = "request.invalid"


class Unauthenticated(TenantryError):
    """
    Nobody is signed in: the credential is missing, unknown, revoked or expired.
    """

    code = "credential.invalid"


class Forbidden(TenantryError):
    """
    The principal is known, and may not do this.
    """

    code = "access.forbidden"


class NotFound(TenantryError):
    """
    There is no such thing, or it is not this principal's to see.
    """

    code = "not_found"


class MethodNotAllowed(TenantryError):
    """
    The path exists, and not with this method.
    """

    code = "method_not_allowed"


class Misdirected(TenantryError):
    """
    Nothing is served under the host that was asked for.
    """

    code = "misdirected"


class Conflict(TenantryError):
    """
    Somebody else changed the same thing first, or the same id already holds other content.
    """

    code = "conflict"


class ChangedMeanwhile(Conflict):
    """
    What was read has changed before it was written: to be computed anew from what now is.
    """


class RuleBroken(TenantryError):
    """
    A rule of the business says no.
    """

    code = "rule_broken"


class TooLarge(TenantryError):
    """
    The body is larger than this route reads.
    """

    code = "request.too_large"


class LimitExceeded(TenantryError):
    """
    Too many requests of this kind in this time; `retry_after` (seconds) says when to come back.
    """

    code = "limit.exceeded"

    def __init__(self, detail: str, *, retry_after: int, **context: object) -> None:
        super().__init__(detail, retry_after=retry_after, **context)
        self.retry_after = retry_after


class Unavailable(TenantryError):
    """
    The same request may succeed in `retry_after` seconds: the table was too busy.
    """

    code = "unavailable"

    def __init__(self, detail: str, *, retry_after: int = 1, **context: object) -> None:
        super().__init__(detail, retry_after=retry_after, **context)
        self.retry_after = retry_after


def invalid_field(field: str, rule: str, **context: object) -> Invalid:
    """
    Refuse one named field, with the rule that it breaks.
    """
    return invalid_fields([(field, rule)], **context)


def invalid_fields(faults: Sequence[tuple[str, str]], **context: object) -> Invalid:
    """
    Refuse several fields at once, in the form of RFC 9457's `errors` extension.

    Example:
        >>> invalid_fields([("email", "must be an e-mail address")]).context["errors"]
        [{'field': 'email', 'detail': 'must be an e-mail address'}]
    """
    first_field, first_rule = faults[0]
    errors = [{"field": field, "detail": rule} for field, rule in faults]
    return Invalid(f"{first_field}: {first_rule}", errors=errors, **context)
