"""
A stand-in for Paystack on this machine: its API, the page on which one pays, and its webhooks.
"""
