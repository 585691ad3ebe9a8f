"""
With whose account at the provider a charge is made.
"""

from tenantry.charges.model import Charge, NoOwnAccount
from tenantry.ids import TenantId
from tenantry.ledger.model import CollectedBy
from tenantry.payment_keys import store as payment_keys
from tenantry.providers.model import PaymentProvider
from tenantry.providers.parts import part
from tenantry.providers.registry import provider


def provider_for(charge: Charge) -> PaymentProvider:
    """
    The provider of a charge; raises as `provider_of`.
    """
    return provider_of(charge.provider, charge.collected_by, charge.reseller_id)


def provider_of(name: str, collected_by: CollectedBy, reseller_id: TenantId) -> PaymentProvider:
    """
    A provider with the platform's account, or with the reseller's own (R-BIL-5).

    Raises:
        ProviderNotFound: There is none of this name.
        NoOwnAccount: The reseller has set no key of this provider.
        Unavailable: Its key could not be decrypted now.
    """
    if collected_by is CollectedBy.PLATFORM:
        return provider(name)
    shown = payment_keys.get_payment_key(reseller_id)
    is_set = shown is not None and shown.provider == name
    key = payment_keys.open_key(reseller_id) if is_set else None
    if key is None:
        message = f"the reseller has set no payment key of {name}"
        raise NoOwnAccount(message, provider=name)
    own: PaymentProvider = part(name, "client:Provider")(key)
    return own
