"""Choices of main efforts: which actors choose, from which options, and how they weigh them."""
