"""
Money that matches nobody, or not exactly, until an operator has decided (R-BIL-7).
"""
