"""Answers requests: Paystack's operations here, the sandbox's own in control.py."""

import hashlib
import hmac
import os
import secrets
import sys
import threading
import time
import traceback

from control import Control
from contract import Contract
from faults import DELIVERIES, Faults, NOT_CARRIED_OUT
from messages import Reply, Request, reply_of
from operations import Operations
from provider import Provider, Rejection
from shapes import Shapes
from store import Store
from webhooks import Webhooks

PAGE = b"<html><head><title>503</title></head><body><h1>Service Temporarily Unavailable</h1></body></html>\n"


def too_many(seconds):
    refusal = Rejection("Too many requests", 429, "rate_limited", "Wait and try again")
    # Paystack's names of these are not known for certain; the fault `429` can name others.
    refusal.headers = {"Retry-After": str(seconds), "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(seconds)}
    return refusal


class Sandbox:
    def __init__(self, folder, spool, sync=True):
        self.lock = threading.RLock()
        self.key_path = os.path.join(folder, "key")
        if not os.path.exists(self.key_path):
            self.new_key()
        with open(self.key_path, encoding="ascii") as file:
            self.key = file.read().strip()
        self.store = Store(folder, sync)
        self.contract = Contract(os.path.join(os.path.dirname(os.path.abspath(__file__)), "openapi.json"))
        self.shapes = Shapes(self.store, "live" if self.key.startswith("sk_live_") else "test")
        self.provider = Provider(self.store, lambda name, row: self.webhooks.happened(name, row))
        self.webhooks = Webhooks(self.store, self.provider, self.shapes, spool, lambda: self.key)
        self.faults = Faults(self.store, self.provider)
        self.operations = Operations(self.store, self.provider, self.shapes)
        self.control = Control(self)
        self.recent = []

    def new_key(self):
        """A key as Paystack's are spelt; in a file that its owner alone reads, and never in what is printed."""
        self.key = "sk_test_" + secrets.token_hex(20)
        with open(os.open(self.key_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(self.key + "\n")

    # One request

    def handle(self, request):
        with self.lock:
            try:
                reply = self.control.answer(request) if request.steps[0] == "_sandbox" else self.answer(request)
                self.store.commit()
                self.webhooks.write()
                return reply
            except Exception:
                self.store.roll_back()
                self.webhooks.roll_back()
                trace = traceback.format_exc()
                print(trace, file=sys.stderr, flush=True)
                return reply_of(500, {"status": False, "message": "the sandbox itself failed", "trace": trace})

    def answer(self, request):
        reference = request.field("reference") or (request.steps[2] if request.steps[:2] == ["transaction", "verify"]
                                                   and len(request.steps) == 3 else request.field("transaction"))
        reference = reference if isinstance(reference, str) else None
        found = self.faults.meeting(request.method, request.path, reference)
        spoil = next((each for each in found if each["kind"] in DELIVERIES), None)
        kind = spoil["kind"] if spoil else ""
        alter = self.faults.alteration(found, request.fields if isinstance(request.fields, dict) else {})
        reply = Reply(0, b"")
        if kind not in NOT_CARRIED_OUT:
            reply = self.carried_out(request, alter)
            if kind == "twice":
                reply = self.carried_out(request, alter)
        elif kind == "held":
            self.store.put("held", self.provider.next_id(), {
                "method": request.method, "target": request.target, "body": request.body.decode("latin-1")})
        if spoil:
            reply = self.spoilt(spoil, reply)
        self.store.note(kind="request", at=self.provider.now(), method=request.method, path=request.path,
                        query=request.query, status=reply.status, reference=reference,
                        amount=request.field("amount"), currency=request.field("currency"),
                        digest=hashlib.sha256(request.body).hexdigest(),
                        answer=hashlib.sha256(reply.body).hexdigest(), faults=[each["kind"] for each in found])
        return reply

    def spoilt(self, fault, reply):
        kind = fault["kind"].removesuffix("-after") if fault["kind"] != "reset-after" else "reset"
        html = {"Content-Type": "text/html"}
        if kind in ("lost", "held"):
            return Reply(reply.status, b"", ending="close")
        if kind in ("reset", "reset-before"):
            return Reply(reply.status, b"", ending="reset")
        if kind == "429":
            refusal = too_many(1)
            reply = reply_of(429, refusal.body)
            reply.headers |= fault.get("headers", refusal.headers)
            return reply
        if kind == "500":
            return reply_of(500, {"status": False, "message": "An error occurred", "type": "api_error",
                                  "code": "unknown"})
        if kind in ("503", "html"):
            return Reply(503 if kind == "503" else 200, PAGE, html)
        if kind == "redirect":
            return Reply(302, b"", {"Location": "https://elsewhere.sandbox.invalid/"})
        if kind in ("truncated", "slow"):
            reply.ending, reply.seconds = kind, fault.get("seconds", 2)
        return reply

    def check_limit(self):
        """Limits run on the machine's clock: a clock that stands still would never let anybody in again."""
        rule = self.provider.setting("rate-limit")
        if rule:
            now = time.monotonic()
            self.recent = [each for each in self.recent if each > now - rule["seconds"]]
            if len(self.recent) >= rule["limit"]:
                raise too_many(max(1, round(self.recent[0] + rule["seconds"] - now)))
            self.recent.append(now)

    def carried_out(self, request, alter):
        """What Paystack would do and say. What is rejected, or cannot be said, changes nothing."""
        mark, spool_mark = self.store.mark(), self.webhooks.mark()
        name, operation = self.operations.find(request)
        if name is None:
            return reply_of(404, {"status": False, "message": f"no operation {request.method} {request.path}"})
        try:
            self.check_limit()
            self.check_key(request)
            self.check_fields(name, request)
            status, body, headers = 200, operation(request, alter), {}
        except Rejection as rejection:
            self.store.roll_back(mark)
            self.webhooks.roll_back(spool_mark)
            status, body, headers = rejection.status, rejection.body, rejection.headers
        differences = self.contract.answer_differences(name, status, body)
        if differences:
            self.store.roll_back(mark)
            self.webhooks.roll_back(spool_mark)
            print(f"paystack-sandbox: {name} {status}: {differences}", file=sys.stderr, flush=True)
            return reply_of(500, {"status": False, "message": "the sandbox's answer does not fit the document",
                                  "operation": name, "answer": status, "differences": differences})
        reply = reply_of(status, body)
        reply.headers |= headers
        return reply

    def check_key(self, request):
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {self.key}".encode()):
            raise Rejection("Invalid key", 401, "invalid_Key", "Ensure that you provide the correct key")

    def check_fields(self, name, request):
        """What is asked must fit the document as well: Paystack forgives more, and says nothing about what."""
        if request.method != "POST":
            return
        if not isinstance(request.fields, dict):
            raise Rejection("the body must be an object of JSON")
        differences = self.contract.request_differences(name, request.fields)
        if any(each.startswith(("$.amount:", "$: lacks 'amount'")) for each in differences):
            raise Rejection("Invalid Amount Sent", code="invalid_amount")
        if differences:
            raise Rejection(f"the request does not fit the document: {differences[0]}")

    def release(self):
        """Carries out what was held, in the order in which it came; returns what would have been answered."""
        statuses = []
        for number, row in list(self.store.rows("held").items()):
            if row is None:
                continue
            self.store.put("held", number, None)
            request = Request(row["method"], row["target"], {"authorization": f"Bearer {self.key}"},
                              row["body"].encode("latin-1"))
            reply = self.carried_out(request, {})
            self.store.note(kind="released", at=self.provider.now(), method=request.method, path=request.path,
                            status=reply.status, reference=request.field("reference"))
            statuses.append(reply.status)
        return statuses

    def reset(self):
        self.store.forget()
        self.webhooks.roll_back()
        self.recent = []
        self.contract.needed = [0] * len(self.contract.needed)
