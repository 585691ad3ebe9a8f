"""
Checking every statement at once, from a desk.
"""
