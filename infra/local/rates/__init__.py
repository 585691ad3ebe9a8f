"""
Stand-ins for the two sources of exchange rates.
"""
