"""
Statements: what a partner earned for a month, written once (R-COM-2, R-COM-5).
"""
