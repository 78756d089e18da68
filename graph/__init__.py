"""What a fact is, and where facts are kept. Imports nothing else of the package."""
