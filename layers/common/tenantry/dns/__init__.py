"""
What the domain name system says of partners' domains, asked where it is decided.
"""
