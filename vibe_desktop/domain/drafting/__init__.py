"""Writing mails by rule, without a model: sentences of the page, and glue that asserts nothing."""
