"""
A stand-in for Stripe on this machine: its API, its Checkout page, and its webhooks.
"""
