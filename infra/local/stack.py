"""
A whole product on one machine, as a context manager: for `make run`, demo, tests and benchmarks.
"""

import json
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from infra.local.deploy import client, deploy
from infra.local.deployed import Deployed
from infra.local.dns.player import Player as Zones
from infra.local.dns.stand_in import StandIn as Dns
from infra.local.dns.starting import EDGE_HOST
from infra.local.edge.player import Player as Edge
from infra.local.edge.server import StandIn as EdgeStandIn
from infra.local.flutterwave.player import Player as Flutterwave
from infra.local.launcher import Engine
from infra.local.mails import Mail, of_json
from infra.local.mpesa.player import Player as Mpesa
from infra.local.paddle.player import Player as Paddle
from infra.local.payouts import PayoutPlayer
from infra.local.paystack.player import Player as Paystack
from infra.local.places import CODE, TEMPLATE
from infra.local.providers import Providers
from infra.local.rates.server import APP_ID, Rates
from infra.local.rates.server import StandIn as RatesStandIn
from infra.local.ses.lookups import Resolver
from infra.local.ses.player import Player as Ses
from infra.local.ses.server import StandIn as SesStandIn
from infra.local.stripe.player import Player as Stripe

OPEN_RATES_SECRET = "OpenRatesSecret"  # noqa: S105 - its name in the template
MAIL_FROM = "no-reply@tenantry.example"
WAIT_SECONDS = 20.0
POLL_SECONDS = 0.05


class LocalStack(Deployed):
    """
    MiniStack with a template deployed, and stand-ins; on loopback, and empty at first.

    The stand-ins are those for the payment providers, for the sources of exchange rates, for
    the domain name system, and for the edge with its certificates.

    Args:
        directory: Its data, logs and temporary files. Two stacks never share one.
        port: Where the product is served, 0 for any port that is free.
        aws_port: The same for the AWS endpoint.
        provider_ports: The same for each stand-in for a payment provider, by the provider's name.
        dns_ports: The same for the DNS server (`dns`) and the page of its zones (`zones`).
        edge_ports: The same for ACM and CloudFront (`edge`), and where they serve hosts (`door`).
        template: What is deployed.
        code: The folders that functions are imported from.
        keeps: Whether what is written is there again at the next start in the same directory.

    Example:
        with LocalStack(tmp_path) as stack:
            urllib.request.urlopen(f"{stack.base_url}/health")
    """

    def __init__(
        self,
        directory: Path,
        port: int = 0,
        *,
        aws_port: int = 0,
        provider_ports: Mapping[str, int] | None = None,
        dns_ports: Mapping[str, int] | None = None,
        edge_ports: Mapping[str, int] | None = None,
        template: Path = TEMPLATE,
        code: Sequence[Path] = CODE,
        keeps: bool = False,
    ) -> None:
        self.engine = Engine(directory, aws_port=aws_port, front_port=port, keeps=keeps)
        self._providers = Providers(directory, provider_ports or {}, keeps=keeps)
        self._rates = RatesStandIn()
        self._ses = SesStandIn(directory, self._look_up, keeps=keeps)
        self._dns = Dns(directory, dns_ports or {}, keeps=keeps)
        self._edge = EdgeStandIn(directory, self._look_up, edge_ports or {}, keeps=keeps)
        self._template = template
        self._code = code
        self._exits = ExitStack()

    def __enter__(self) -> Self:
        """
        Start and deploy.
        """
        with ExitStack() as exits:
            exits.enter_context(self.engine)
            self.endpoint_url = self.engine.endpoint_url
            exits.enter_context(self._providers)
            exits.enter_context(self._rates)
            exits.enter_context(self._ses)
            self._ses.forward_to(self.endpoint_url)
            exits.enter_context(self._dns)
            exits.enter_context(self._edge)
            self._edge.open_to(self.base_url)
            self.deploy()
            self._exits = exits.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """
        Save, where that was asked for, and stop.
        """
        self._exits.close()

    @property
    def base_url(self) -> str:
        """
        The product's address, as mails carry it, without a slash at its end.
        """
        return self.engine.base_url

    @property
    def stripe(self) -> Stripe:
        """
        The stand-in for Stripe: its address, and who plays its buyers.
        """
        return self._providers.stripe.player

    @property
    def paystack(self) -> Paystack:
        """
        The same for Paystack.
        """
        return self._providers.paystack.player

    @property
    def flutterwave(self) -> Flutterwave:
        """
        The same for Flutterwave.
        """
        return self._providers.flutterwave.player

    @property
    def mpesa(self) -> Mpesa:
        """
        The stand-in for M-Pesa: its address, and who holds the phones.
        """
        return self._providers.mpesa.player

    @property
    def paddle(self) -> Paddle:
        """
        The stand-in for Paddle: its address, and who plays its buyers.
        """
        return self._providers.paddle.player

    def payouts(self, provider: str) -> PayoutPlayer:
        """
        Who does what becomes of transfers to partners, at the stand-in for a provider.
        """
        addresses = {
            "stripe": self.stripe.base_url,
            "paystack": self.paystack.base_url,
            "flutterwave": self.flutterwave.base_url,
            "mpesa": self.mpesa.base_url,
        }
        return PayoutPlayer(addresses[provider])

    @property
    def rates(self) -> Rates:
        """
        The sources of exchange rates: their addresses, and what goes wrong with them.
        """
        return self._rates.rates

    @property
    def dns(self) -> Zones:
        """
        The domain name system: its zones, and what goes wrong with it.
        """
        return self._dns.player

    @property
    def edge(self) -> Edge:
        """
        The stand-in for ACM and CloudFront: what becomes of certificates, and of hosts there.
        """
        return self._edge.player

    @property
    def door_port(self) -> int:
        """
        Where partners' hosts are served with TLS, at 127.0.0.1.
        """
        return self._edge.door_port

    @property
    def ses(self) -> Ses:
        """
        The stand-in for SES: what becomes of mails, and of domains there.
        """
        return self._ses.player

    def deploy(self) -> None:
        """
        Deploy the template as it now is.
        """
        self.deployment = deploy(
            self.endpoint_url,
            self._template,
            code=self._code,
            parameters={
                "Stage": "local",
                "BaseUrl": self.base_url,
                "MailFrom": MAIL_FROM,
                "CentralBankUrl": self.rates.central_bank_url,
                "OpenRatesUrl": self.rates.open_rates_url,
                "EdgeHost": EDGE_HOST,
                **self._dns.parameters(),
                **self._edge.parameters(),
                **self._ses.parameters(),
                **self._providers.parameters(),
            },
        )
        self._introduce_providers()
        self._set_secret(OPEN_RATES_SECRET, APP_ID)
        # A person does this once for each deployment on AWS, and proves to own the domain.
        for ses in (self.client("sesv2"), client(self.ses.base_url, "sesv2")):
            with suppress(ses.exceptions.AlreadyExistsException):
                ses.create_email_identity(EmailIdentity=MAIL_FROM)

    def _look_up(self, name: str, type_: str) -> list[str] | None:
        return Resolver(self.dns.port).ask(name, type_)

    def _introduce_providers(self) -> None:
        # Functions read a secret once, so it is there before the first webhook wakes them.
        known = [self._set_secret(*secret) for secret in self._providers.secrets().items()]
        if any(known):
            self._providers.deliver_to(self.base_url)

    def _set_secret(self, name: str, value: str) -> bool:
        """
        Set a secret's value; False when the template has none of this name.
        """
        if name not in self.deployment.physical_ids:
            return False
        self.client("secretsmanager").put_secret_value(
            SecretId=self.physical_id(name), SecretString=value
        )
        return True

    def mails(self, to: str | None = None) -> list[Mail]:
        """
        The mails sent so far, newest first: all of them, or those to one address.
        """
        with urllib.request.urlopen(f"{self.base_url}/_mail.json") as answer:  # noqa: S310, our own
            mails = [of_json(mail) for mail in json.load(answer)]
        return [mail for mail in mails if to is None or to in mail.to]


def eventually[T](question: Callable[[], T], seconds: float = WAIT_SECONDS) -> T:
    """
    Ask again and again until the answer is true in Python's sense, and return it.

    Raises:
        TimeoutError: When it did not become so in time; the message holds the last answer.
    """
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"after {seconds:g} s the answer still was {answer!r}")
        time.sleep(POLL_SECONDS)
    return answer
