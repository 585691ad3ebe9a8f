"""
A stand-in for M-Pesa on this machine: Daraja's API, the phones that it prompts, and its notices.
"""
