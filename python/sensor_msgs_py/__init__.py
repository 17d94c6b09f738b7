"""Sensor messages as NumPy arrays."""
