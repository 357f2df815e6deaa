"""Ground floor: positions, edits, findings and characters. Standard library only; knows no Markdown."""
