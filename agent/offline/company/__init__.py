"""What is told of the company: where it is, who it is, who the other side is."""
