"""
Paying partners what their approved statements come to (R-COM-3, R-COM-6).
"""
