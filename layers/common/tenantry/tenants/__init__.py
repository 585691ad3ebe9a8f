"""
Tenants: resellers' customers, their state, and the gate before their business records.
"""
