"""
The stand-ins for all payment providers, as one part of the local stack.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from infra.local.flutterwave.server import StandIn as Flutterwave
from infra.local.mpesa.server import StandIn as Mpesa
from infra.local.paddle.server import StandIn as Paddle
from infra.local.paystack.server import StandIn as Paystack
from infra.local.places import WEBHOOKS
from infra.local.stripe.server import StandIn as Stripe


class Providers:
    """
    A stand-in for each provider, as a context manager.

    Args:
        folder: Where they are kept from one start to the next.
        ports: By a provider's name; any that is free for one that is not named.
        keeps: Whether they are kept.
    """

    def __init__(self, folder: Path, ports: Mapping[str, int], *, keeps: bool = False) -> None:
        self.stripe = Stripe(folder, ports.get("stripe", 0), keeps=keeps)
        self.paystack = Paystack(folder, ports.get("paystack", 0), keeps=keeps)
        self.flutterwave = Flutterwave(folder, ports.get("flutterwave", 0), keeps=keeps)
        self.mpesa = Mpesa(folder, ports.get("mpesa", 0), keeps=keeps)
        self.paddle = Paddle(folder, ports.get("paddle", 0), keeps=keeps)
        self._exits = ExitStack()

    def __enter__(self) -> Self:
        """
        Serve; what they have to tell waits until `deliver_to`.
        """
        with ExitStack() as exits:
            for stand_in in (self.stripe, self.paystack, self.flutterwave, self.mpesa, self.paddle):
                exits.enter_context(stand_in)
            self._exits = exits.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """
        Stop.
        """
        self._exits.close()

    def parameters(self) -> dict[str, str]:
        """
        Where they are, as the template's parameters say it.
        """
        return {
            "StripeApiBase": self.stripe.base_url,
            "PaystackUrl": self.paystack.base_url,
            "FlutterwaveUrl": self.flutterwave.base_url,
            "MpesaUrl": self.mpesa.base_url,
            "PaddleUrl": self.paddle.base_url,
        }

    def secrets(self) -> dict[str, str]:
        """
        What the product keeps in the template's secrets.
        """
        return {
            "StripeSecret": self.stripe.secret(),
            "PaystackSecret": self.paystack.secret(),
            "FlutterwaveSecret": self.flutterwave.secret(),
            "MpesaSecret": self.mpesa.secret(),
            "PaddleSecret": self.paddle.secret(),
        }

    def deliver_to(self, base_url: str) -> None:
        """
        Say where the product is.
        """
        self.stripe.deliver_to(f"{base_url}{WEBHOOKS}/stripe")
        self.paystack.deliver_to(f"{base_url}{WEBHOOKS}/paystack")
        self.flutterwave.deliver_to(f"{base_url}{WEBHOOKS}/flutterwave")
        self.paddle.deliver_to(f"{base_url}{WEBHOOKS}/paddle")
        # Each notice of M-Pesa's has an address of its own.
        self.mpesa.deliver_to(base_url)
