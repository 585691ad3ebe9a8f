"""
How a browser is told of a file.
"""

from collections.abc import Mapping

from tenantry.statement_exports.model import Format
from tenantry.statements.model import StatementHeader


def headers_of(header: StatementHeader, format_: Format) -> Mapping[str, str]:
    """
    The headers of a statement as a file.
    """
    name = f"statement-{header.month}.{format_.value}"
    return {
        "Content-Type": format_.media_type,
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
