"""Model servers beside or far from the tutor server: our engine alone, replicas of any
OpenAI-compatible server under Ray Serve, students' adapters for vLLM. Knows processes and HTTP;
knows no tensors."""
