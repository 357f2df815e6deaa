"""pubkit: from a broken export to a publication that an editor can sign."""

__version__ = "0.1.0"
