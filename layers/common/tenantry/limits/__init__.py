"""
How often one principal or one address may do a thing.
"""
