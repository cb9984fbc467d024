"""Names and addresses that only this machine can reach."""

import ipaddress


def is_loopback(name: str) -> bool:
    """Whether only this machine can reach a name; an address cannot be pointed elsewhere."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
