"""Chat messages to safe HTML: markdown, mathematics as MathML, coloured code, words to ink."""
