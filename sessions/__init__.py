"""The live core: one student's conversation. Knows no HTTP, no WebRTC and no model library."""
