"""What an export of a CRM says, as records: columns, cells, rows, and what a later export changes."""
