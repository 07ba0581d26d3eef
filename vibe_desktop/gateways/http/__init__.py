"""One way to speak HTTP: paced, retried only where that is safe, redacted, cancellable."""
