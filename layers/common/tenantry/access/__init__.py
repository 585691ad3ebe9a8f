"""
Which principal may call which route, and who a credential belongs to.
"""
