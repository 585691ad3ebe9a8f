"""
Statements as files: what stands in their lines, as CSV and PDF, answered at once or made later.
"""
