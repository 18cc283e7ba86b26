"""Named reports that join departments, and what heads see first."""
