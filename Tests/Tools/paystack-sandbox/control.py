"""The sandbox's own operations, below /_sandbox: what payers, banks, the clock and bad luck do."""

import json
from datetime import datetime, timedelta

from faults import ALTERATIONS, DELIVERIES
from messages import reply_of
from operations import whole
from provider import CARDS, STATUSES, Rejection, moment, parsed

SETTINGS = {"currencies", "default-currency", "hold-webhooks", "page-cap", "rate-limit"}


def take(fields, *names):
    """The fields of a body, in this order; others are refused."""
    unknown = fields.keys() - set(names)
    if unknown:
        raise Rejection(f"unknown fields {sorted(unknown)}: {', '.join(names) or 'none'} are known")
    return [fields.get(name) for name in names]


def given(fields, *names):
    take(fields, *names)
    return {name.replace("-", "_"): value for name, value in fields.items()}


class Control:
    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.store = sandbox.store
        self.provider = sandbox.provider

    def answer(self, request):
        name = "_".join([request.method.lower(), *request.steps[1:2]]).replace("-", "_")
        operation = getattr(self, name, None)
        if operation is None or name.startswith("_"):
            return reply_of(404, {"status": False, "message": f"no operation {request.method} {request.path}"})
        mark, spool_mark = self.store.mark(), self.sandbox.webhooks.mark()
        try:
            if request.fields is None:
                raise Rejection("the body is no JSON")
            return reply_of(200, {"status": True, "data": operation(request, *request.steps[2:])})
        except Rejection as rejection:
            self.store.roll_back(mark)
            self.sandbox.webhooks.roll_back(spool_mark)
            return reply_of(rejection.status, rejection.body)

    # Looking

    def get_journal(self, request):
        kind, after = request.query.get("kind"), whole(request.query, "after", 0)
        return [each for each in self.store.journal if each["n"] > after and kind in (None, each["kind"])]

    def get_contract(self, request):
        return self.sandbox.contract.exceptions()

    def get_webhooks(self, request):
        return [{key: row[key] for key in ("number", "event", "reference", "at", "deliveries")}
                for row in self.store.rows("event").values()]

    def get_kinds(self, request):
        return {"cards": list(CARDS), "deliveries": DELIVERIES, "alterations": ALTERATIONS}

    # Clock and settings

    def post_clock(self, request):
        """Once set, the clock stands still until it is set again; `now` null gives the machine's clock back."""
        if "advance_seconds" in request.fields:
            seconds, = take(request.fields, "advance_seconds")
            now = moment(datetime.fromisoformat(self.provider.now()) + timedelta(seconds=seconds))
        else:
            now, = take(request.fields, "now")
            now = now and parsed(now, "now")
        self.provider.set("now", now)
        return {"now": self.provider.now()}

    def post_settings(self, request):
        take(request.fields, *SETTINGS)
        for name, value in request.fields.items():
            self.provider.set(name, value)
        return {name: self.provider.setting(name) for name in sorted(SETTINGS)}

    def post_key(self, request):
        """A new key, at once; the old one is no longer accepted and signs nothing more."""
        self.sandbox.new_key()
        return {"key": self.sandbox.key_path}

    def post_reset(self, request):
        self.sandbox.reset()

    # Payers and banks

    def post_pay(self, request, reference):
        card, text = take(request.fields, "card", "text")
        return self.seen(self.provider.pay(reference, card or "good", text))

    def post_card(self, request):
        """Makes another card of it: {authorization_code or reference} and what changes."""
        code, reference, *_ = take(request.fields, "authorization_code", "reference", "kind", "text", "active",
                                   "reusable", "exp_month", "exp_year")
        code = code or self.provider.transaction(reference)["card"]
        if not self.store.get("card", code):
            raise Rejection("no such card")
        changes = {key: value for key, value in request.fields.items()
                   if key not in ("authorization_code", "reference")}
        if changes.get("kind", "good") not in CARDS:
            raise Rejection(f"unknown kind of card: {', '.join(CARDS)} are known")
        row = self.store.change("card", code, **changes)
        return {key: row[key] for key in ("code", "kind", "active", "reusable", "exp_month", "exp_year")}

    def post_transaction(self, request, reference=None):
        """Gives a transaction another status, or makes one that nobody asked for."""
        if reference:
            status, text = take(request.fields, "status", "text")
            if status not in STATUSES:
                raise Rejection(f"unknown status '{status}': {', '.join(STATUSES)} are known")
            return self.seen(self.provider.settle(reference, status, text or status.capitalize()))
        reference, amount, currency, _, _, status = take(request.fields, "reference", "amount", "currency", "email",
                                                         "metadata", "status")
        self.provider.record(reference, amount, currency, request.fields)
        return self.seen(self.provider.settle(reference, status or "success", "Approved"))

    def post_refund(self, request, number):
        status, = take(request.fields, "status")
        refund = self.provider.move_refund(number, status)
        return {"id": refund["id"], "status": refund["status"]}

    def post_dispute(self, request, number=None):
        if number:
            dispute = self.provider.move_dispute(number, **given(request.fields, "status", "resolution"))
        else:
            dispute = self.provider.dispute(**given(request.fields, "reference", "amount", "category"))
        return {"id": dispute["id"], "status": dispute["status"], "due_at": dispute["due_at"]}

    def post_settlement(self, request):
        return self.provider.settlement(**given(request.fields, "currency", "references", "gap"))

    def seen(self, row):
        return {key: row[key] for key in ("id", "reference", "status", "amount", "currency", "paid_at", "card")}

    # Bad luck

    def post_faults(self, request, which=None):
        faults = self.sandbox.faults
        if which == "random":
            faults.randomise(**given(request.fields, "seed", "probabilities", "path", "method"))
        else:
            faults.add(request.fields)

    def delete_faults(self, request):
        self.sandbox.faults.clear()

    def post_release(self, request):
        return self.sandbox.release()

    # Webhooks

    def post_webhooks(self, request, what):
        webhooks = self.sandbox.webhooks
        if what == "deliver":
            return {"files": webhooks.deliver(**given(request.fields, "order", "times", "event", "reference",
                                                      "undelivered", "forge", "rewritten", "seed"))}
        if what == "event":
            event, reference, data = take(request.fields, "event", "reference", "data")
            webhooks.remember(event, reference or "", json.dumps({"event": event, "data": data}))
            return None
        raise Rejection("deliver and event are known")
