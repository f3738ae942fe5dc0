"""HTTP/1.1 over TLS, and the ways in which an answer can fail to arrive."""

import socket
import struct
import threading

from messages import Reply, Request

BODY_LIMIT = 1 << 20
PHRASES = {200: "OK", 302: "Found", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found",
           429: "Too Many Requests", 500: "Internal Server Error", 503: "Service Unavailable"}


class Hangup(Exception):
    """The connection is to be closed."""


def read_request(reader):
    line = reader.readline(65536).decode("latin-1").split()
    if len(line) != 3:
        raise Hangup
    headers = {}
    while text := reader.readline(65536).decode("latin-1").rstrip("\r\n"):
        name, _, value = text.partition(":")
        headers[name.lower()] = value.strip()
    length = int(headers.get("content-length", "0"))
    if not 0 <= length <= BODY_LIMIT or "transfer-encoding" in headers:
        raise Hangup
    body = reader.read(length)
    if len(body) < length:
        raise Hangup
    return Request(line[0], line[1], headers, body)


def send(stream, reply: Reply):
    if reply.ending == "reset":
        # Makes the close that follows a reset.
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if reply.ending in ("reset", "close"):
        raise Hangup
    if reply.ending == "slow":
        stream.settimeout(reply.seconds)
        try:
            # Waits, and notices when the client has given up.
            if not stream.recv(1):
                raise Hangup
        except TimeoutError:
            stream.settimeout(None)
    head = [f"HTTP/1.1 {reply.status} {PHRASES.get(reply.status, 'Answer')}", f"Content-Length: {len(reply.body)}",
            *(f"{name}: {value}" for name, value in reply.headers.items())]
    body = reply.body[:len(reply.body) // 2] if reply.ending == "truncated" else reply.body
    stream.sendall("\r\n".join([*head, "", ""]).encode("latin-1") + body)
    if reply.ending == "truncated":
        raise Hangup


def serve(stream, context, sandbox):
    try:
        # Without it, an answer waits for the client to acknowledge the end of the handshake.
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream = context.wrap_socket(stream, server_side=True)
        reader = stream.makefile("rb")
        while True:
            send(stream, sandbox.handle(read_request(reader)))
    except (Hangup, OSError, ValueError):
        # The client left, spoke something else, or was to be left alone.
        pass
    finally:
        stream.close()


def listen(context, sandbox, port):
    """Accepts connections on loopback, each on a thread of its own, and returns the port."""
    listener = socket.create_server(("127.0.0.1", port), backlog=128)

    def accept():
        while True:
            stream, _ = listener.accept()
            threading.Thread(target=serve, args=(stream, context, sandbox), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]
