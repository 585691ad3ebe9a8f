"""
Every route of the template, imported from the function that serves it.
"""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass

from infra.gateway import handlers
from infra.local.places import TEMPLATE
from infra.local.template import load
from tenantry.access.policy import ROUTES
from tenantry.http import Api
from tenantry.http.route import Route


@dataclass(frozen=True, slots=True)
class Served:
    """
    A route, and the function that serves it.

    Args:
        module: As `catalog.serve`.
        subject: What the function's module says that it is about.
    """

    route: Route
    module: str
    subject: str

    @property
    def folder(self) -> str:
        """
        The capability.
        """
        return self.module.split(".")[0]


def served() -> list[Served]:
    """
    All routes, in the order of the policy table.
    """
    order = list(ROUTES)
    return sorted(_served(), key=lambda served: order.index(served.route.name))


def _served() -> Iterator[Served]:
    for module in sorted(_modules()):
        imported = importlib.import_module(module)
        subject = (imported.__doc__ or "").strip()
        # Receivers of webhooks serve no `Api`: providers' documents say what they are sent.
        api: Api | None = getattr(imported, "api", None)
        yield from (Served(route, module, subject) for route in (api.routes if api else []))


def _modules() -> set[str]:
    """
    The modules of the functions that the gateway calls.
    """
    return {handler.removesuffix(".handler") for handler in handlers(load(TEMPLATE)).values()}
