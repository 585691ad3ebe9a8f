"""
What payment providers have said about money, whatever it was for.
"""
