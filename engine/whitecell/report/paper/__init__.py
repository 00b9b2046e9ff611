"""Reports to hand over: a document in blocks, and its output as HTML and as Markdown."""
