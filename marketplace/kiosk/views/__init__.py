"""Pages of the kiosk, and the one that the phone opens."""
