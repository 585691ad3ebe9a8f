"""
What licences cost: dated price lists with volume tiers, and quotes made from them.
"""
