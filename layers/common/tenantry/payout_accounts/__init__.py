"""
Where a partner's money goes: kept encrypted, and shown masked only (R-COM-3).
"""
