"""From decoder bytes to passings: connections, their supervision, and the clocks of the decoders."""
