"""
Erasing what names a customer, once a deleted tenant's retention is over.
"""
