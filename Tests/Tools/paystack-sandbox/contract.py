"""Holds what is sent, and what is asked, against Paystack's OpenAPI document.

An answer that does not fit is a fault of the sandbox. Where Paystack is known to answer otherwise than its document
says, the difference stands in EXCEPTIONS with its reason, and nowhere else.
"""

import copy
import json

ERROR = {
    "type": "object",
    "required": ["status", "message"],
    "properties": {
        "status": {"type": "boolean", "enum": [False]},
        "message": {"type": "string"},
        "meta": {"type": "object", "properties": {"nextStep": {"type": "string"}}, "additionalProperties": False},
        "type": {"type": "string"},
        "code": {"type": "string"},
    },
    "additionalProperties": False,
}
CURSOR = {
    "type": "object",
    "required": ["next", "previous", "perPage"],
    "properties": {
        "next": {"type": "string", "nullable": True},
        "previous": {"type": "string", "nullable": True},
        "perPage": {"type": "integer"},
    },
    "additionalProperties": False,
}
CHALLENGE = {
    "type": "object",
    "required": ["authorization_url", "reference", "access_code", "paused"],
    "properties": {
        "authorization_url": {"type": "string"},
        "reference": {"type": "string"},
        "access_code": {"type": "string"},
        "paused": {"type": "boolean", "enum": [True]},
    },
    "additionalProperties": False,
}
PAGE = {
    "type": "object",
    "required": ["total", "skipped", "perPage", "page", "pageCount"],
    "properties": {
        **{name: {"type": "integer"} for name in ("total", "total_volume", "skipped", "page", "pageCount")},
        "perPage": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
    },
    "additionalProperties": False,
}
SETTLEMENT = {
    "type": "object",
    "required": ["id", "domain", "status", "currency", "total_processed", "total_fees", "total_amount",
                 "effective_amount", "deductions", "settlement_date", "createdAt"],
    "properties": {
        **{name: {"type": "integer"} for name in ("id", "integration", "total_processed", "total_fees",
                                                  "total_amount", "effective_amount", "deductions")},
        **{name: {"type": "string"} for name in ("domain", "status", "currency", "settlement_date", "createdAt",
                                                 "updatedAt")},
        "settled_by": {"type": "string", "nullable": True},
    },
    "additionalProperties": False,
}
# An operation that a schema is taken from: `#` and the operation with the place in its answer 200.
LISTED = "#GET /transaction properties/data"

# (operation or *, status, place in the schema of the answer, what else may stand there, why).
# A place without `properties/` in front is the whole answer.
EXCEPTIONS = [
    ("*", 400, "", ERROR, "the document has 400 for initialize alone, and rejections are 400 everywhere"),
    ("*", 401, "", ERROR, "the document's `Error` has the words of `type` under `code`: both are free text"),
    ("*", 404, "", ERROR, "as 401"),
    ("*", 429, "", ERROR, "limits of requests are younger than the document"),
    ("POST /transaction/charge_authorization", 200, "properties/data", CHALLENGE,
     "a card that wants its holder is answered without status, amount and currency"),
    ("GET /transaction", 200, "properties/data/items/properties/paidAt", {"type": "string", "nullable": True},
     "what is not paid has no time of payment; the document knows it for `paid_at`, its twin"),
    ("GET /transaction", 200, "properties/meta", CURSOR, "the document has the pages by number only"),
    ("GET /customer", 200, "properties/meta", CURSOR, "the document has the pages by number only"),
    ("GET /dispute", 200, "properties/data/items/properties/transaction/properties/metadata", {"type": "object"},
     "metadata is what the merchant sent; `custom_fields` is in it when the merchant sent that"),
    ("GET /dispute/{id}", 200, "properties/data/properties/transaction/properties/metadata", {"type": "object"},
     "metadata is what the merchant sent; `custom_fields` is in it when the merchant sent that"),
    ("GET /settlement", 200, "", {
        "type": "object", "required": ["status", "message", "data", "meta"], "additionalProperties": False,
        "properties": {"status": {"type": "boolean"}, "message": {"type": "string"},
                       "data": {"type": "array", "items": SETTLEMENT}, "meta": PAGE}},
     "the document has no schema but `data` as an object, and it is a list"),
    ("GET /settlement/{id}/transactions", 200, "", {
        "type": "object", "required": ["status", "message", "data", "meta"], "additionalProperties": False,
        "properties": {"status": {"type": "boolean"}, "message": {"type": "string"}, "data": LISTED, "meta": PAGE}},
     "the document has no schema but `data` as an object, and it is the list of GET /transaction"),
]

TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
}
WORDS = {"type", "nullable", "enum", "properties", "required", "additionalProperties", "items", "anyOf", "oneOf",
         "allOf", "not", "minProperties"}


def differences(schema, value, place="$"):
    """What of a value does not fit a schema without references; empty when all does."""
    unknown = schema.keys() - WORDS
    if unknown:
        raise ValueError(f"{place}: this validator does not know {sorted(unknown)}")
    if value is None and schema.get("nullable"):
        return []
    kind = schema.get("type")
    if kind and not TYPES[kind](value):
        return [f"{place}: {json.dumps(value)[:80]} is no {kind}"]
    found = []
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{place}: {json.dumps(value)[:80]} is none of {schema['enum']}")
    if isinstance(value, dict):
        found += of_object(schema, value, place)
    if isinstance(value, list) and "items" in schema:
        for number, each in enumerate(value):
            found += differences(schema["items"], each, f"{place}[{number}]")
    for each in schema.get("allOf", []):
        found += differences(each, value, place)
    for word in ("anyOf", "oneOf"):
        if word in schema:
            tries = [differences(each, value, place) for each in schema[word]]
            fitting = sum(not each for each in tries)
            if fitting == 0:
                found += min(tries, key=len)
            elif fitting > 1 and word == "oneOf":
                found.append(f"{place}: fits {fitting} of the schemas of which it may fit one")
    if "not" in schema and not differences(schema["not"], value, place):
        found.append(f"{place}: fits what it must not fit")
    return found


def of_object(schema, value, place):
    found = [f"{place}: lacks '{name}'" for name in schema.get("required", []) if name not in value]
    if len(value) < schema.get("minProperties", 0):
        found.append(f"{place}: has {len(value)} properties")
    known = schema.get("properties", {})
    for name, each in value.items():
        if name in known:
            found += differences(known[name], each, f"{place}.{name}")
        elif schema.get("additionalProperties") is False:
            found.append(f"{place}: must not hold '{name}'")
    return found


class Contract:
    def __init__(self, file):
        with open(file, encoding="utf-8") as stream:
            self.document = json.load(stream)
        self.requests = {}
        self.plain = {}
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                name = f"{method.upper()} {path}"
                body = self.resolved(operation.get("requestBody", {}))
                self.requests[name] = schema_of(body)
                self.plain[name] = {int(status): schema_of(self.resolved(answer))
                                    for status, answer in operation["responses"].items()}
        self.widened = {}
        self.made = {}
        for number, exception in enumerate(EXCEPTIONS):
            for name in self.plain:
                if exception[0] in ("*", name):
                    self.widen(name, number, exception)
        # How often an answer needed each exception: one that is never needed has no business here.
        self.needed = [0] * len(EXCEPTIONS)

    def resolved(self, node):
        if isinstance(node, list):
            return [self.resolved(each) for each in node]
        if not isinstance(node, dict):
            return node
        if isinstance(node.get("$ref"), str):
            target = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            return self.resolved(target)
        return {key: self.resolved(value) for key, value in node.items()}

    def widen(self, name, number, exception):
        _, status, place, other, _ = exception
        if place == "" and other.get("properties", {}).get("data") == LISTED:
            listed = self.patched("GET /transaction", 200, without=None)["properties"]["data"]
            other = {**other, "properties": {**other["properties"], "data": listed}}
        schemas = self.widened.setdefault((name, status), [])
        schemas.append((number, place, other))

    def allowed(self, name, status, without=None):
        """The schema of an answer with its exceptions, or without one of them; None when nothing is allowed."""
        key = (name, status, without)
        if key not in self.made:
            self.made[key] = self.patched(name, status, without)
        return self.made[key]

    def patched(self, name, status, without):
        schema = copy.deepcopy(self.plain[name].get(status))
        for number, place, other in self.widened.get((name, status), []):
            if number == without:
                continue
            if place == "":
                schema = {"anyOf": [schema, other]} if schema else other
                continue
            at = schema
            *steps, last = place.split("/")
            for step in steps:
                at = at[step]
            at[last] = {"anyOf": [at[last], other]}
        return schema

    def answer_differences(self, name, status, body):
        """What of an answer fits neither the document nor an exception."""
        plain = self.plain[name].get(status)
        if plain and not differences(plain, body):
            return []
        allowed = self.allowed(name, status)
        if allowed is None:
            return [f"the document has no answer {status} to {name}"]
        found = differences(allowed, body)
        if not found:
            for number, _, _ in self.widened.get((name, status), []):
                rest = self.allowed(name, status, without=number)
                if rest is None or differences(rest, body):
                    self.needed[number] += 1
        return found

    def request_differences(self, name, body):
        schema = self.requests[name]
        return differences(schema, body) if schema else []

    def exceptions(self):
        return [{"operation": each[0], "status": each[1], "place": each[2], "reason": each[4], "needed": count}
                for each, count in zip(EXCEPTIONS, self.needed)]


def schema_of(part):
    return part.get("content", {}).get("application/json", {}).get("schema")
