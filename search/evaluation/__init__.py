"""How good the search is, measured on queries that people judged by reading the goods. See data/README.md."""
