"""
Tenantry: the rules, items and commands that all functions share.
"""
