"""
Who bills a customer: the platform through a payment provider, or its reseller by hand.
"""
