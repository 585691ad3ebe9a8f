"""
Resellers: parent tenants that invite, brand and serve their own customers.
"""
