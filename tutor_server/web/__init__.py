"""HTTP and WebSocket: routes, auth, limits, errors, pages. The only folder with aiohttp routes."""
