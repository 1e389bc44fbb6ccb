"""The platforms: authenticate, read and send; vendor words stay in here."""
