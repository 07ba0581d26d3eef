"""The history of the tables, one file a step. A step never imports current code."""
