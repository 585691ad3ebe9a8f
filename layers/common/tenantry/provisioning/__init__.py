"""
Making a tenant with all that belongs to it, in one transaction.
"""
