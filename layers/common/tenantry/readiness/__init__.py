"""
Whether a reseller has all that its customers are to see: the checklist of R-RES-8, from live state.
"""
