"""Everything that goes over the wire. Gateways do not know one another."""
