"""
What a reseller can sell: the plans of the catalogue, and those that it composed of them itself.

Whoever is given the code of a plan by a reseller asks here what it names.
"""
