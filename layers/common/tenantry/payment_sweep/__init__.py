"""
Comparing what providers list with what their webhooks told, and applying what was missed (R-BIL-6).
"""
