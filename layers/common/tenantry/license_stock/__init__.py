"""
Whether a pool is right, and whether it runs low.
"""
