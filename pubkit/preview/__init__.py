"""`pubkit serve`: reports in the browser while they are being written, and what the linter says of them beside the text.

What belongs here: the server on this machine, the page around the report, and when what is built anew. How a report is built is
`pipeline`; how it looks is `styles/`.
"""
