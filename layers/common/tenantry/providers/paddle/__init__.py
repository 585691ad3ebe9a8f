"""
Paddle Billing, which sells to the payer in its own name. Facts: https://developer.paddle.com.
"""
