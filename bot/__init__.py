"""Rongthuk: complaint intake, screening and referral for migrant workers in Thailand."""
