"""Mezzanine: source text to tree with exact places, by the CommonMark grammar.

What does not belong here: what a citation is, and what is wrong with a text.
"""
