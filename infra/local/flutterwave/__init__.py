"""
A stand-in for Flutterwave on this machine: the APIs of its versions, its page, and its webhooks.
"""
