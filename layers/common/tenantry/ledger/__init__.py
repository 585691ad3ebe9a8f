"""
What tenants paid, and what went back: facts that are never changed.
"""
