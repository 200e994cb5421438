"""What reps ask others for: visits of specialists and approvals, as state machines and the times they need."""
