"""The one event vocabulary and its codecs. Knows no sockets, no storage and no HTTP."""
