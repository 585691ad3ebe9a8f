"""
Every case of the conformance suite. A provider without one fails `test_every_provider_has_a_case`.
"""

import pytest

from tests.unit.providers.conformance.case_flutterwave import FLUTTERWAVE3, FLUTTERWAVE4
from tests.unit.providers.conformance.case_mpesa import MPESA, MPESA_PAYBILL
from tests.unit.providers.conformance.case_paddle import PADDLE
from tests.unit.providers.conformance.case_paystack import PAYSTACK
from tests.unit.providers.conformance.case_stripe import STRIPE

CASES = (
    STRIPE,
    PAYSTACK,
    FLUTTERWAVE3,
    FLUTTERWAVE4,
    MPESA,
    MPESA_PAYBILL,
    PADDLE,
)

each = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
"""Once for every case."""

signed = pytest.mark.parametrize("case", [case for case in CASES if case.trust == "signed"])
"""Once for every case whose signature covers the body."""
