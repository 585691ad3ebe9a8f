"""
What is looked at of a domain, one module for each check; each asks, and writes nothing.
"""
