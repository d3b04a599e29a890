"""A model server without a model: `python -m tests.inference.scaling.stub_server SOCKET MOOD`.

`ok` answers every GET with 200, `loading` with 503, `stubborn` as ok but does not mind SIGTERM.
Prints nothing and imports little, so that it starts at once.
"""

import signal
import sys
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingMixIn, UnixStreamServer


class _Server(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Any path."""
        self.send_response(503 if sys.argv[2] == "loading" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def address_string(self) -> str:
        """A unix socket's client has none."""
        return ""

    def log_message(self, *_: object) -> None:
        """Nothing."""


if __name__ == "__main__":
    if sys.argv[2] == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with _Server(sys.argv[1], _Handler) as server:
        server.serve_forever()
