"""
Which certification authorities may issue for a name (RFC 8659).
"""
