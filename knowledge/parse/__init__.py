"""Files of a person's own, read in a process of their own: bytes in, what a reader would see out."""
