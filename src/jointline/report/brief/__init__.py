"""The monthly briefing: one content, written as a page, a document and a paper."""
