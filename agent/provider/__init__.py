"""A chat model behind the OpenAI protocol: its client, dialects, budget, and the one turn to repair a draft."""
