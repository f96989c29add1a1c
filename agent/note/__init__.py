"""The plain answer, written from the trace alone: what is set right first, the details, the place, the page."""
