"""SQLAlchemy Core tables behind one unit of work that speaks in domain types."""
