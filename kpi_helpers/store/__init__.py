"""What is known: append-only observations, and the wide grain tables made of them."""
