"""A small product page and three people, one of them with gaps."""

PAGE = """<!doctype html><title>Tidebook</title><h1>Close the month in three days</h1>
<p>Tidebook matches bank lines, invoices and receipts every night.</p>
<p>Tidebook is made for finance teams of two to ten people.</p>
<p>Plans start at 39 euros a month.</p>
<p>Over 1,200 teams close their books with Tidebook.</p>
<h2>Receipts that arrive by themselves</h2>
<p>Whoever made a payment gets one friendly reminder with a photo button.</p>
<h2>No more chasing</h2>
<p>Most controllers spend the first week of every month chasing receipts in chat and mail.</p>
"""

LEADS = """Email,First Name,Last Name,Company
ada@north.example,Ada,Almeida,Northwind
ben@south.example,Ben,Burke,Southgate
cyd@west.example,,Cole,
"""
