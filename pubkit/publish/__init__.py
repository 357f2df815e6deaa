"""Third floor: from a settled text to PDF, HTML and EPUB, and the proof that they are right.

What does not belong here: finding and mending faults in the source (`lint`), and what a citation looks like in an
export (`citations`).
"""
