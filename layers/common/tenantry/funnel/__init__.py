"""
Invited, accepted, converted, expired: counted from events.
"""
