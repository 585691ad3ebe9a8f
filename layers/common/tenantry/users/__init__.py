"""
People, and what they are in which workspace.
"""
