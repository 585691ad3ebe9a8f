"""
What a reseller itself is subscribed to, at wholesale prices, to resell it (R-PRI-2).
"""
