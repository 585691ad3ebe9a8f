"""
When scheduled jobs ran, and how far they came.
"""
