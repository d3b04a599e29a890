"""The speech process: recognition and voices behind one small framed protocol."""
