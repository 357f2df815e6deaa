"""The attic's window: findings as text, JSON and the formats of other tools. Knows nothing of where they come from."""
