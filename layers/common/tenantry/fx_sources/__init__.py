"""
Where rates come from, each behind the same interface.
"""
