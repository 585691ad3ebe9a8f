"""
The edge: what stands in front of the product under partners' own hosts, and ends their TLS.
"""
