"""
The domains of partners: claimed, proven by DNS, looked at again and again (R-WL-1, R-WL-2).
"""
