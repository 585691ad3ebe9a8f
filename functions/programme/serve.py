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
    Read which reseller types are switched on, and which terms each must accept.
    """
    return store.get_settings()


@api.route("PATCH /v1/programme", answer=ProgrammeBody.of)
def change(request: Request, body: ChangeProgramme) -> ProgrammeSettings:
    """
    Switch reseller types on or off, and set the terms that each must accept.
    """
    types = None if body.types is None else frozenset(body.types)
    return commands.change_settings(request.act, types=types, terms=body.terms)


handler = api
