"""The HTTP side: webhooks, health, figures, the control socket and the log."""
