"""
What a domain's DNS allows: who may send its mail (SPF, DKIM, DMARC), who may certify it (CAA).

Every function asks through `Lookups` and keeps nothing. Where to begin:

- `spf.check.check_host`: may this address send for this domain (RFC 7208)?
- `spf.report.look`: does a domain's SPF record let our mail through, and what is to be set?
- `dmarc.report.look`: which DMARC policy holds (RFC 9989), and what is to be set?
- `dkim.report.look`: is a key where it should be (RFC 6376), and what was mistaken?
- `caa.report.look`: may an authority certify a name (RFC 8659), and what is to be set?
"""
