"""The audit trail as operators ask it: by person, company, object and time."""
