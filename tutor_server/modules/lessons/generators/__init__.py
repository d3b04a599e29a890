"""Further items without end for lessons about maths, each with a verified answer and hints."""
