"""Product pages: fetched safely, read for what they say."""
