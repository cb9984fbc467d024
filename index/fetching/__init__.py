"""Fetching of addresses that strangers may have chosen."""
