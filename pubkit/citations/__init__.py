"""First floor: what a document cites, what it lists, how the two fit, and where a citation belongs.

What does not belong here: telling the user about it (`rules`), and how a reference is printed (`publish`).
"""
