"""
What the product costs: processor time, calls and capacity, each measured beside a baseline.
"""
