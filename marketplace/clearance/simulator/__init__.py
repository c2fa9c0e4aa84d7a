"""A single window to try against: its own process, its own store, no module in common with the market."""
