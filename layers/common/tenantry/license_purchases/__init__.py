"""
Licence packs: bought once through a checkout, returned, disputed, and explained from their facts.
"""
