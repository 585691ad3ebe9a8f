"""
What operators decide for the whole programme.
"""

from programme.schemas import ChangeProgramme, ProgrammeBody
from tenantry.http import Api, Request
from tenantry.resellers import commands, store
from tenantry.resellers.model import ProgrammeSettings

api = Api()


@api.route("GET /v1/programme", answer=ProgrammeBody.of)
def read(request: Request) -> ProgrammeSettings:
    """
    Read which reseller types are switched on, which terms each must accept, and when you work.
    """
    return store.get_settings()


@api.route("PATCH /v1/programme", answer=ProgrammeBody.of)
def change(request: Request, body: ChangeProgramme) -> ProgrammeSettings:
    """
    Switch reseller types on or off, set the terms that each must accept, and say when you work.
    """
    types = None if body.types is None else frozenset(body.types)
    holidays = None if body.holidays is None else frozenset(body.holidays)
    return commands.change_settings(
        request.act, types=types, terms=body.terms, zone=body.zone, holidays=holidays
    )


handler = api
