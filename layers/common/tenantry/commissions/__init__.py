"""
What partners earn of what their customers paid, month by month, and why.
"""
