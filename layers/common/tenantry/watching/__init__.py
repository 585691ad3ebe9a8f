"""
Whether every scheduled job runs, and finishes (R-COM-7).
"""
