"""
A reseller's own key at a payment provider, with which its customers' money is charged (R-BIL-5).
"""
