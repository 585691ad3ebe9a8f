"""
What a workspace is told.
"""
