"""
Plans that a reseller composes for its customers from those of the catalogue (R-PRI-2).
"""
