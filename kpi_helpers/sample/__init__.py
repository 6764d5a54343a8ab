"""A seeded simulator that writes raw exports as the platforms write them, with known truth."""
