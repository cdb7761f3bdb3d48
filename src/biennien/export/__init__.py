"""The record in forms for others: one folder or file each."""
