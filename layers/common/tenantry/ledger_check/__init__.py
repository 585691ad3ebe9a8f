"""
Working every statement out again, and comparing it with what is stored (R-COM-7).
"""
