"""
Who plays: the people of the story, and what the chapters hand on to each other.
"""

from dataclasses import dataclass, field
from datetime import datetime

from tools.demo.caller import Caller

AMINA = "amina@savanna.example"

OPERATOR = {"email": "olive@tenantry.example", "name": "Olive Operator"}

GROWTH = {
    "code": "growth",
    "name": "Growth",
    "wholesale_prices": [
        {"amount_minor": 4900, "currency": "USD"},
        {"amount_minor": 635_000, "currency": "KES"},
        {"amount_minor": 180_000, "currency": "UGX"},
    ],
}

SAVANNA = {
    "slug": "savanna",
    "type": "subscription",
    "personal": {"name": "Amina Otieno", "email": AMINA},
    "company": {"legal_name": "Savanna Software Ltd"},
    "branding": {
        "display_name": "Savanna",
        "primary_color": "#b4540a",
        "support_email": "help@savanna.example",
    },
    "signatures": {"sales": "The Savanna team, Nairobi"},
    "initial_licenses": 2,
}

BAOBAB = {
    "slug": "baobab",
    "type": "commission",
    "personal": {"name": "Kwame Boateng", "email": "kwame@baobab.example"},
    "company": {"legal_name": "Baobab Resale"},
}

KOFI = {"email": "kofi@freshfoods.example", "tenant_name": "Kofi's Fresh Foods"}
ZAWADI = {"email": "zawadi@vitambaa.example", "tenant_name": "Zawadi Vitambaa", "locale": "sw"}
NADIA = {"email": "nadia@souk.example", "tenant_name": "سوق نادية", "locale": "ar"}

WANJIKU = {"owner_email": "wanjiku@mamboduka.example", "owner_name": "Wanjiku Kamau"}
ADAEZE = {"owner_email": "adaeze@lekkifoods.example", "owner_name": "Adaeze Obi"}
JONAS = {"owner_email": "jonas@backhaus.example", "owner_name": "Jonas Brandt"}


@dataclass(frozen=True)
class Payer:
    """
    A customer of Kwame's, who pays through a provider.

    Args:
        caller: Who asks for the payments: the customer itself, or Kwame for it.
        path: Of the tenant, `/v1/tenants/ten_...`.
    """

    caller: Caller
    path: str


@dataclass(frozen=True)
class Offered:
    """
    An invite as its mail shows it: nothing else holds the token.
    """

    reseller_id: str
    invite_id: str
    token: str

    @property
    def at(self) -> str:
        """
        Where the API has it.
        """
        return f"/v1/resellers/{self.reseller_id}/invites/{self.invite_id}"

    @property
    def form(self) -> str:
        """
        Where the page's button sends its form.
        """
        return f"/invites/{self.reseller_id}/{self.invite_id}"

    @property
    def link(self) -> str:
        """
        The page that the mail links to.
        """
        return f"{self.form}/{self.token}"

    def accepted_by(self, name: str) -> dict[str, str]:
        """
        What a program sends to accept it.
        """
        return {"token": self.token, "name": name}


@dataclass
class Tally:
    """
    What the partner's funnel must count, as the story goes.
    """

    invited: int = 0
    accepted: int = 0
    converted: int = 0
    expired: int = 0


@dataclass
class Cast:
    """
    What one chapter makes and a later one needs; each part is set where it is made.

    Args:
        savanna: The path of the partner, `/v1/resellers/ten_...`.
        domain: The path of her own domain.
        kofi: The path of the first customer's tenant, `/v1/tenants/ten_...`.
    """

    operator: Caller = field(init=False)
    oscar: Caller = field(init=False)
    amina: Caller = field(init=False)
    amina_key: Caller = field(init=False)
    kwame: Caller = field(init=False)
    kofi_owner: Caller = field(init=False)

    savanna: str = field(init=False)
    baobab: str = field(init=False)
    domain: str = field(init=False)
    kofi: str = field(init=False)
    zawadi: str = field(init=False)
    wanjiku: Payer = field(init=False)
    adaeze: Payer = field(init=False)
    jonas: Payer = field(init=False)
    purged_at: datetime = field(init=False)
    swept_at: datetime = field(init=False)

    offers: dict[str, Offered] = field(default_factory=dict)
    """By the address that was invited."""
    tally: Tally = field(default_factory=Tally)


def id_in(path: str) -> str:
    """
    The id that a path of the cast ends with.
    """
    return path.rpartition("/")[2]
