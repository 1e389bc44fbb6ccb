"""What `rongthuk doctor` looks at: the installation, the people, the platforms."""
