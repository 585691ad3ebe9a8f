"""
The three paths outside `/v1` that programs ask for. Pages for people are not in the document.
"""

from tools.openapi.schemas import Schema

SERVICE_TAG: Schema = {
    "name": "Service",
    "description": "The API's document, its readable page, and whether we are up.",
}


def service_paths() -> dict[str, Schema]:
    """
    The document, the page, and whether we are up.
    """
    health: Schema = {
        "type": "object",
        "properties": {"status": {"type": "string", "enum": ["up", "down"]}},
        "required": ["status"],
    }
    answers = {"application/json": {"schema": health}}
    return {
        "/health": _got(
            "service_health",
            "Say whether requests can be served",
            {
                "200": {"description": "Up.", "content": answers},
                "503": {"description": "Down.", "content": answers},
            },
        ),
        "/openapi.json": _got(
            "service_document",
            "Read this document",
            {
                "200": {
                    "description": "OK.",
                    "content": {"application/json": {"schema": {"type": "object"}}},
                }
            },
        ),
        "/docs": _got(
            "service_docs",
            "Read this document as a page",
            {
                "200": {
                    "description": "OK.",
                    "content": {"text/html": {"schema": {"type": "string"}}},
                }
            },
        ),
    }


def _got(name: str, summary: str, responses: Schema) -> Schema:
    return {
        "get": {
            "operationId": name,
            "tags": [SERVICE_TAG["name"]],
            "summary": summary,
            "description": "For anybody: nobody needs to be signed in.",
            "responses": {
                **responses,
                "429": {"$ref": "#/components/responses/TooManyRequests"},
            },
            "security": [],
        }
    }
