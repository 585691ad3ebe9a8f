"""
HTTP: the only place that knows requests, status numbers and headers.
"""

from tenantry.http.api import Api
from tenantry.http.request import Request

__all__ = ["Api", "Request"]
