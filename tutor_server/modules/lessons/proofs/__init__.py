"""What must be true of every item, every lesson and the whole; each function lists what is not."""
