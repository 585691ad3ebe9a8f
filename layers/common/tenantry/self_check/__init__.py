"""
Whether all parts run, and run the same build (R-OPS-1).
"""
