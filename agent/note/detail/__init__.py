"""A question about a detail of a support, and what answers it."""
