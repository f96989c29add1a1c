"""What a person takes for granted and the sources do not bear out."""
