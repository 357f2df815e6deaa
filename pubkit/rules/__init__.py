"""Second floor: one file a family of rules, families independent of each other; `registry` lists them all.

A rule is a pure function of the page it is given. It finds and proposes; it never writes.
"""
