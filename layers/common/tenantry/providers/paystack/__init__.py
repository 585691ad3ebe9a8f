"""
Paystack: cards, bank transfers and mobile money in Africa. Facts: https://paystack.com/docs.
"""
