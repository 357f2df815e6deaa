"""What asks the network, and only when an editor says so: is an address alive, does a source exist.

Nothing else in the house loads this package; `refs verify --online` does.
"""
