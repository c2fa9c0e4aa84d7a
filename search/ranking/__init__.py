"""How well a document answers, said without any engine: tiers of constant scores over tokens."""
