"""
Stripe: licences of resellers, and payments of tenants. Facts: https://docs.stripe.com.
"""
