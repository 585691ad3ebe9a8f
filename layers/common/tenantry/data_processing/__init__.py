"""
The data-processing agreement: what the platform published, and which reseller accepted which text.
"""
