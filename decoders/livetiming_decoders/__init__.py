"""Wire protocols of timing decoders, without I/O.

A protocol makes readers, which take bytes as they come and give events, and writes events back to
bytes. The package opens no connection and knows no clock::

    reader = PROTOCOLS["p3"].reader()
    reader.receive_data(data)
    for event in reader.events():
        ...

`livetiming_decoders.protocols` has the protocols by name, `livetiming_decoders.detect` a reader that
finds out which one it meets, `livetiming_decoders.capture` reads recorded streams.
"""
