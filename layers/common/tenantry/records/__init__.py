"""
Business records, written only while the tenant's gate is open.
"""
