"""
Flutterwave, in its versions 3 and 4: money across Africa. Facts: https://developer.flutterwave.com.
"""
