"""Records of a CRM system, in and out."""
