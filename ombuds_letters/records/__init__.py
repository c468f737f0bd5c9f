"""Record, contacts and register, and all records of a year together."""
