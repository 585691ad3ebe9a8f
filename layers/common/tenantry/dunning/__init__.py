"""
What happens to a subscription that nobody pays, and when (R-BIL-4).
"""
