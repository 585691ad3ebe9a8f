"""
The catalogue of plans that tenants subscribe to.
"""
