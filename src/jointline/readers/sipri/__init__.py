"""Arms-transfer registers of SIPRI, in every form they have been exported in."""
