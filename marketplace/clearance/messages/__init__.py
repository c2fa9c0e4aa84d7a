"""The customs messages on the wire: builders and hardened readers. Plain Python; knows no model and no transport."""
