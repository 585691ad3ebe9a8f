"""
A DNS server on loopback: every zone there is, and the resolver that people ask.
"""
