"""Pages of the zone's operators, inside the Wagtail admin."""
