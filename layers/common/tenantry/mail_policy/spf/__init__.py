"""
The Sender Policy Framework (RFC 7208).
"""
