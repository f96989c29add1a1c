"""What is spent, told in words: amounts, what each is, what for, for how long, and what later turns make of them."""
