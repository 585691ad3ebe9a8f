"""
What tenants are asked to pay, and what comes of it.
"""
