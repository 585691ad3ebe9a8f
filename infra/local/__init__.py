"""
The product on one machine: template.yaml on an embedded AWS (MiniStack), without Docker or account.

Programs use `stack.LocalStack`, people `python -m infra.local`. docs/local.md explains the whole.
"""
