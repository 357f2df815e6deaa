"""Editions: one report in several languages, and the proof that nothing was lost on the way.

What belongs here: what an edition is, how a text is cut into segments, catalogues of translations, conversion between
Chinese scripts, and what two languages say of the same thing. Citations are those of `citations`; setting pages is `publish`.
"""
