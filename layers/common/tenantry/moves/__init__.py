"""
Tenants move from one reseller to another.
"""
