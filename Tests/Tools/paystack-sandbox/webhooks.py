"""Webhooks as files: what a receiver without a key would have put into its spool.

A file is one delivery: its headers, an empty line, and the bytes of the body as they came.
"""

import fnmatch
import hashlib
import hmac
import json
import os
import random

from provider import Rejection

FORGERIES = ("signature", "body", "missing", "other-key")


class Webhooks:
    def __init__(self, store, provider, shapes, folder, key):
        self.store = store
        self.provider = provider
        self.shapes = shapes
        self.folder = folder
        self.key = key
        self.waiting = []

    def happened(self, name, row):
        body = json.dumps(self.shapes.event(name, row), separators=(",", ":"), ensure_ascii=False)
        self.remember(name, row["reference"], body)

    def remember(self, name, reference, body):
        """Keeps an event, and delivers it with the next answer unless deliveries are held."""
        number = len(self.store.rows("event")) + 1
        self.store.put("event", number, {"number": number, "event": name, "reference": reference, "body": body,
                                         "at": self.provider.now(), "deliveries": 0})
        if not self.provider.setting("hold-webhooks", False):
            self.plan(number)

    def deliver(self, order="oldest", times=1, event="*", reference="*", undelivered=False, forge=None,
                rewritten=False, seed=0):
        """Delivers what happened, once more or for the first time; returns how many files that makes."""
        rows = [each for each in self.store.rows("event").values()
                if fnmatch.fnmatchcase(each["event"], event) and fnmatch.fnmatchcase(each["reference"], reference)
                and not (undelivered and each["deliveries"])]
        if order == "newest":
            rows.reverse()
        elif order == "shuffled":
            random.Random(seed).shuffle(rows)
        elif order != "oldest":
            raise Rejection("'order' must be oldest, newest or shuffled")
        if forge not in (None, *FORGERIES):
            raise Rejection(f"'forge' must be one of {', '.join(FORGERIES)}")
        for row in rows:
            for _ in range(times):
                self.plan(row["number"], forge, rewritten)
        return len(rows) * times

    def plan(self, number, forge=None, rewritten=False):
        row = self.store.get("event", number)
        if forge is None:
            self.store.change("event", number, deliveries=row["deliveries"] + 1)
        delivery = self.provider.setting("deliveries", 0) + 1
        self.provider.set("deliveries", delivery)
        body = row["body"].encode()
        if rewritten:
            # The same meaning in other bytes, as a re-send may have it.
            body = json.dumps(json.loads(body), indent=1).encode()
        signature = self.signature(body, self.key())
        if forge == "signature":
            signature = ("0" if signature[0] != "0" else "1") + signature[1:]
        elif forge == "other-key":
            signature = self.signature(body, "sk_test_of_somebody_else")
        elif forge == "body":
            body = body.replace(b'"amount":', b'"amount": ', 1)
        headers = {"host": "billing.sandbox.invalid", "content-type": "application/json",
                   "content-length": str(len(body)), "user-agent": "paystack-sandbox",
                   "x-paystack-signature": signature, "x-received-at": self.provider.now()}
        if forge == "missing":
            del headers["x-paystack-signature"]
        text = "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
        self.waiting.append((f"{delivery:08d}-{hashlib.sha256(body).hexdigest()[:16]}.http", text.encode() + body))

    def signature(self, body, key):
        return hmac.new(key.encode(), body, hashlib.sha512).hexdigest()

    def write(self):
        """After the state is safe: a kill in between loses a webhook, as it may be lost on its way."""
        for name, content in self.waiting:
            place = os.path.join(self.folder, name)
            with open(place + ".part", "wb") as file:
                file.write(content)
                file.flush()
                if self.store.sync:
                    os.fsync(file.fileno())
            os.rename(place + ".part", place)
        self.waiting = []

    def mark(self):
        return len(self.waiting)

    def roll_back(self, mark=0):
        del self.waiting[mark:]
