"""Third floor: finds what is wrong with a document and mends what can be mended without harm."""
