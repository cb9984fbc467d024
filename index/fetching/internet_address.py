"""Which internet addresses are public, after the registries of special-purpose addresses.

https://www.iana.org/assignments/iana-ipv4-special-registry and .../iana-ipv6-special-registry;
`ipaddress` alone calls multicast, IPv6 site-local and transition addresses global.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

NOT_PUBLIC = tuple(
    (ip_network(network), words)
    for network, words in (
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "for documentation"),
        ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("255.255.255.255/32", "broadcast"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "this host"),
        ("::1/128", "loopback"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "for documentation"),
        ("3fff::/20", "for documentation"),
    )
)
GLOBAL_UNICAST = IPv6Network("2000::/3")
# Networks whose addresses hold an IPv4 address, and the bits to the right of it.
HOLDERS = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("::ffff:0:0:0/96"), 0),
    (IPv6Network("::/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
)


def why_not_public(address: str) -> str | None:
    """What keeps an address from being a public one, None if it is public.

    An IPv6 address that holds an IPv4 one (mapped, translated, NAT64, 6to4) is what that is.

    Raises:
        ValueError: it is no internet address.
    """
    parsed = ip_address(address.partition("%")[0])
    for network, words in NOT_PUBLIC:
        if parsed in network:
            return words
    if isinstance(parsed, IPv4Address):
        return None
    held = _held_address(parsed)
    if held is not None:
        return why_not_public(str(held))
    return None if parsed in GLOBAL_UNICAST else "reserved"


def _held_address(address: IPv6Address) -> IPv4Address | None:
    for network, bits in HOLDERS:
        if address in network:
            return IPv4Address((int(address) >> bits) & 0xFFFFFFFF)
    return None
