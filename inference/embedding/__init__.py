"""Sentences as unit vectors: near meanings lie near. MiniLM through onnxruntime, no torch."""
