"""How references are written: one style a module, all from CSL-JSON items.

`csl`, `names`, `dates`, `numbers`, `languages` read an item; `entry` is what a style makes of it; `gbt7714` is a style.
What does not belong here: whether a reference is right (`rules`), and styles that a CSL processor writes.
"""
