"""
A stand-in for Paddle on this machine: its API, its checkout page, and its webhooks.
"""
