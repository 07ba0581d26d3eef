"""Stand-ins for Instantly and OpenAI on loopback, with simulated recipients."""
