"""
How many licences a reseller has, and how many its tenants use.
"""
