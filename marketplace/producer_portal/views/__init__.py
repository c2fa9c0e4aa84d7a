"""Pages of the producer portal."""
