"""
DomainKeys Identified Mail: the keys that signatures are checked with (RFC 6376, RFC 8301).
"""
