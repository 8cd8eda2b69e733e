"""Notices to Congress under section 36(b) of the Arms Export Control Act, in every form they are printed in."""
