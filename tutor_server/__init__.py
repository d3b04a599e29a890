"""The tutor server: composition root, command line, HTTP, WebSocket, storage and side modules."""
