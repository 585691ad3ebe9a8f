"""
A stand-in for SES: domains as identities, whose records are looked for in the stack's own DNS.
"""
