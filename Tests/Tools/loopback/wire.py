"""HTTP/1.1 on loopback for stand-ins: requests are read, and what comes back is whatever the stand-in wants."""

import socket
import struct
import threading

BODY_LIMIT = 4 << 20


class Hangup(Exception):
    """The connection is to be closed."""


def reset(stream):
    """Makes the close that follows a reset, for whatever was sent and not yet acknowledged."""
    stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise Hangup


def read_request(reader):
    """Method, target, headers as pairs with names in lower case, and body."""
    line = reader.readline(65536).decode("latin-1").split()
    if len(line) != 3:
        raise Hangup
    headers = []
    while text := reader.readline(65536).decode("latin-1").rstrip("\r\n"):
        name, _, value = text.partition(":")
        headers.append((name.lower(), value.strip()))
    named = dict(headers)
    length = int(named.get("content-length", "0"))
    if not 0 <= length <= BODY_LIMIT or "transfer-encoding" in named:
        raise Hangup
    body = reader.read(length)
    if len(body) < length:
        raise Hangup
    return line[0], line[1], headers, body


def send(stream, status, body=b"", headers=(), length=None):
    """`status` with its words; `length` when another one than the body's is to be announced."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    stream.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + body)


def serve(stream, context, converse):
    try:
        # Without it, an answer waits for the client to acknowledge the end of the handshake.
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if context:
            stream = context.wrap_socket(stream, server_side=True)
        converse(stream, stream.makefile("rb"))
    except (Hangup, OSError, ValueError):
        # The client left, spoke something else, or was to be left alone.
        pass
    finally:
        stream.close()


def listen(context, converse, port=0):
    """Accepts connections on loopback, each on a thread of its own, and returns the port.

    `converse` gets a connection and a reader of it, and speaks until it raises Hangup. Without a context there is no TLS.
    """
    listener = socket.create_server(("127.0.0.1", port), backlog=128)

    def accept():
        while True:
            stream, _ = listener.accept()
            threading.Thread(target=serve, args=(stream, context, converse), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]
