"""The history of the tables, one file a step. A step stands for itself: it never imports current code."""
