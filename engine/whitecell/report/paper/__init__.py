"""Reports to hand over: a document in blocks, and how it is written as HTML and as Markdown."""
