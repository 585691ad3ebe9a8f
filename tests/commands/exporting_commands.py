"""
The commands by which statements become files, each with something to do in the town.
"""

from tenantry.statement_exports import commands as exports
from tenantry.statement_exports.model import Format
from tests.acting import owner_of
from tests.commands.command import Command
from tests.written import SEPTEMBER

EXPORTING: dict[str, Command] = {
    "statement_exports.ask": Command(
        lambda town, act: exports.ask(town.neighbour.id, SEPTEMBER, Format.CSV, act),
        "statement_export.asked",
        lambda town: owner_of(town.neighbour.id),
    ),
}
