"""Requests to the sandbox over a connection, and the ways in which an answer can fail to arrive."""

from messages import Reply, Request
from wire import Hangup, read_request, reset, send

PHRASES = {200: "OK", 302: "Found", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found",
           429: "Too Many Requests", 500: "Internal Server Error", 503: "Service Unavailable"}


def conversation(sandbox):
    def converse(stream, reader):
        while True:
            method, target, headers, body = read_request(reader)
            deliver(stream, sandbox.handle(Request(method, target, dict(headers), body)))

    return converse


def deliver(stream, reply: Reply):
    if reply.ending == "reset":
        reset(stream)
    if reply.ending == "close":
        raise Hangup
    if reply.ending == "slow":
        stream.settimeout(reply.seconds)
        try:
            # Waits, and notices when the client has given up.
            if not stream.recv(1):
                raise Hangup
        except TimeoutError:
            stream.settimeout(None)
    status = f"{reply.status} {PHRASES.get(reply.status, 'Answer')}"
    headers = [f"{name}: {value}" for name, value in reply.headers.items()]
    if reply.ending == "truncated":
        send(stream, status, reply.body[:len(reply.body) // 2], headers, length=len(reply.body))
        raise Hangup
    send(stream, status, reply.body, headers)
