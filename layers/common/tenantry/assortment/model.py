"""
A choice: something that a reseller can sell.
"""

from dataclasses import dataclass

from tenantry.product_plans.model import Component, Part


@dataclass(frozen=True, slots=True)
class Choice:
    """
    What a code names with a reseller.

    Args:
        parts: The plans of the catalogue that it is made of; a plan of the catalogue is its own
            only part.
        is_own: Whether the reseller composed it.
        is_offered: Whether new customers can have it; who has it keeps it.
    """

    code: str
    name: str
    parts: tuple[Part, ...]
    is_own: bool
    is_offered: bool

    @property
    def components(self) -> tuple[Component, ...]:
        """
        What it is made of, by code.
        """
        return tuple(Component(part.plan.code, part.quantity) for part in self.parts)

    @property
    def needs(self) -> tuple[str, ...]:
        """
        The plans in it that only a reseller sells which is subscribed to them itself.
        """
        return tuple(part.plan.code for part in self.parts if part.plan.needs_subscription)
