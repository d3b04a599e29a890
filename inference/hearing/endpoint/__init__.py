"""End of turn from sound and words: a small model of our own, its data, training and measure."""
