"""A request as it arrived, and a reply with the way in which it is to arrive."""

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass
class Request:
    method: str
    target: str
    headers: dict
    body: bytes

    def __post_init__(self):
        parts = urlsplit(self.target)
        self.path = unquote(parts.path)
        self.steps = [unquote(step) for step in parts.path.strip("/").split("/")]
        self.query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        try:
            self.fields = json.loads(self.body) if self.body else {}
        except (ValueError, RecursionError):
            self.fields = None

    def field(self, name):
        return self.fields.get(name) if isinstance(self.fields, dict) else None


@dataclass
class Reply:
    status: int
    body: bytes
    headers: dict = field(default_factory=dict)
    # `close`, `reset`, `truncated` or `slow`; nothing is an ordinary answer.
    ending: str = ""
    seconds: float = 0


def reply_of(status, body, **more):
    return Reply(status, json.dumps(body).encode(), {"Content-Type": "application/json"}, **more)
