"""The LINE channel: what comes from LINE in our own words, and ours in LINE's."""
