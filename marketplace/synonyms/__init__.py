"""Words that operators add: written by services, read by every process within half a second."""
