"""The Pentagon's daily announcements of contract awards."""
