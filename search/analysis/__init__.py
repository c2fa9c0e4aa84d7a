def warm() -> None:
    """Load the dictionaries (about a second), so that the first visitor of this process does not wait for them."""
