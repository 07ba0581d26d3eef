"""What happens when the clock moves: mails go out, and simulated people answer or do not."""
