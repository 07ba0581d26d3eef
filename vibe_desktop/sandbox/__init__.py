"""Stand-ins for Instantly and OpenAI on loopback, with simulated recipients.

server      both on uvicorn in one process; find and reuse a running one; move the clock
state       everything they remember: one SQLite file
seed        what a new sandbox starts with
control     `/_sandbox/...`: clock, faults, journal of requests, settings
instantly/  the operations of Instantly v2, by noun
openai/     models and chat completions
simulation/ mails go out on schedule, and hidden people bounce, open, reply or opt out
"""
