"""
M-Pesa in Kenya, through Safaricom's Daraja. Facts: https://developer.safaricom.co.ke/apis.
"""
