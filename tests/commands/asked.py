"""
What the programme asks resellers to sign.
"""

from tenantry.data_processing import commands as data_processing
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import ResellerType
from tests.acting import an_act

TERMS = "2026-11"
PROCESSING = "1. On instructions alone."


def ask_for_signatures() -> None:
    """
    Terms for every type, and a data-processing agreement.
    """
    resellers.change_settings(an_act(), terms=dict.fromkeys(ResellerType, TERMS))
    data_processing.publish("2026-11", "Data processing", PROCESSING, an_act())
