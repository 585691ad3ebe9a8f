"""
What happens to a paid subscription: changed, cancelled, resumed, and asked about.
"""
