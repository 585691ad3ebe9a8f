"""
What a tenant has subscribed to, and until when.
"""
