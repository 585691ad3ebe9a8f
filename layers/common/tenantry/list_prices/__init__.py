"""
What a reseller's customers pay: list prices, never below the wholesale price without a word.
"""
