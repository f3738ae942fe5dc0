"""What Paystack does with money, as far as is known: no HTTP here, no clock and no chance but those of the store."""

import hashlib
import json
import re
from datetime import datetime, timedelta, timezone

# The smallest charge, in subunits.
MINIMUM = {"NGN": 5000, "USD": 200, "GHS": 10, "ZAR": 100, "KES": 300}
FIRST_ID = 2**53 + 1  # Not a binary fraction's: who reads ids as such confuses neighbours.
REFERENCE = re.compile(r"[A-Za-z0-9.=-]{1,100}")

# A card's first payment, and what its later charges meet: outcome and the bank's words.
CARDS = {
    "good": ("success", "success", "Approved"),
    "declined": ("failed", "failed", "Declined"),
    "declining": ("success", "failed", "Insufficient Funds"),
    "stolen": ("success", "failed", "Stolen Card, Pick Up"),
    "needs-action": ("success", "ongoing", "Customer action required"),
    "pending": ("success", "pending", "Pending"),
    "expiring": ("success", "success", "Approved"),
    "not-reusable": ("success", "success", "Approved"),
}
STATUSES = ("success", "failed", "abandoned", "ongoing", "pending", "processing", "queued", "reversed")
OPEN_DISPUTE = ("awaiting-merchant-feedback", "awaiting-bank-feedback", "pending")
REFUND_STEPS = {
    "pending": ("processing", "processed", "failed", "needs-attention"),
    "processing": ("processed", "failed", "needs-attention"),
    "needs-attention": ("processing", "processed", "failed"),
}
UNCHARGEABLE = ("Email does not match Authorization code. Authorization may be inactive or belong to a different "
                "email. Please confirm.")


class Rejection(Exception):
    """A 4xx that changed nothing."""

    def __init__(self, message, status=400, code="invalid_params", step="Check what was sent and send it anew"):
        super().__init__(message)
        self.status = status
        self.headers = {}
        self.body = {"status": False, "message": message, "meta": {"nextStep": step}, "type": "validation_error",
                     "code": code}


def moment(when):
    return when.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"


def parsed(text, name):
    """Any ISO 8601 date or time; a bare date is its first moment, and a time without a zone is UTC."""
    try:
        when = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise Rejection(f"'{name}' must be a date or a time in ISO 8601") from None
    return moment(when if when.tzinfo else when.replace(tzinfo=timezone.utc))


def half_up(numerator, denominator):
    return (2 * numerator + denominator) // (2 * denominator)


def fees(amount, currency):
    if currency == "NGN":
        flat = 10000 if amount >= 250000 else 0
        return min(half_up(amount * 15, 1000) + flat, 200000)
    if currency == "ZAR":
        return half_up(amount * 29, 1000) + 100
    return half_up(amount * 39, 1000)


class Provider:
    def __init__(self, store, events):
        self.store = store
        # Called with the name of an event and the row that it is about.
        self.events = events

    # Settings

    def setting(self, name, otherwise=None):
        return self.store.get("setting", name, otherwise)

    def set(self, name, value):
        self.store.put("setting", name, value)

    def now(self):
        return self.setting("now") or moment(datetime.now(timezone.utc))

    def next_id(self):
        number = self.setting("next-id", FIRST_ID)
        self.set("next-id", number + 1)
        return number

    def token(self, prefix, length):
        """Looks like chance, and is the same in every run with the same requests."""
        digest = hashlib.sha256(f"{prefix}{self.next_id()}".encode()).digest()
        letters = "abcdefghijklmnopqrstuvwxyz0123456789"
        return prefix + "".join(letters[byte % 36] for byte in digest[:length])

    # Customers and cards

    def customer(self, email, **fields):
        email = email.strip().lower()
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
            raise Rejection("Invalid Email Address Passed")
        row = self.store.get("customer", email)
        if row is None:
            row = {"id": self.next_id(), "email": email, "code": self.token("CUS_", 15), "created_at": self.now()}
        row = {**row, **{name: value for name, value in fields.items() if value is not None}}
        return self.store.put("customer", email, row)

    def new_card(self, email, kind, text):
        now = datetime.fromisoformat(self.now())
        code = self.token("AUTH_", 10)
        return self.store.put("card", code, {
            "code": code, "email": email, "kind": kind, "text": text, "active": True,
            "reusable": kind != "not-reusable", "signature": self.token("SIG_", 20),
            "exp_month": f"{now.month:02d}", "exp_year": str(now.year + (0 if kind == "expiring" else 4))})

    def deactivate(self, code):
        if not self.store.get("card", code):
            raise Rejection("Authorization code is invalid", code="invalid_authorization_code")
        self.store.change("card", code, active=False)

    # Transactions

    def transaction(self, reference):
        row = self.store.get("transaction", reference)
        if row is None:
            raise Rejection("Transaction reference not found.", code="transaction_not_found",
                            step="Ensure that you're passing the reference of a transaction of this integration")
        return row

    def check(self, body):
        """What initialize and charge_authorization have in common; returns reference, amount and currency."""
        currency = body.get("currency", self.setting("default-currency", "NGN"))
        if currency not in self.setting("currencies", ["NGN"]):
            raise Rejection("Currency not supported by merchant", code="unsupported_currency")
        amount = body["amount"]
        if amount < MINIMUM[currency] or amount >= 2**53:
            raise Rejection("Invalid Amount Sent", code="invalid_amount")
        reference = body.get("reference") or self.token("T", 14)
        if not REFERENCE.fullmatch(reference):
            raise Rejection("Invalid reference: letters, digits, '-', '.' and '=' are allowed")
        if self.store.get("transaction", reference):
            raise Rejection("Duplicate Transaction Reference", code="duplicate_reference")
        if body.get("plan"):
            raise Rejection("Plan not found", code="plan_not_found")
        return reference, amount, currency

    def record(self, reference, amount, currency, body, **fields):
        return self.store.put("transaction", reference, {
            "id": self.next_id(), "reference": reference, "status": "abandoned", "amount": amount,
            "requested_amount": amount, "currency": currency, "email": self.customer(body["email"])["email"],
            "card": None, "gateway_response": "The transaction was not completed", "created_at": self.now(),
            "paid_at": None, "fees": None, "metadata": body.get("metadata"), "access_code": None, "settlement": None,
            **fields})

    def initialize(self, body, alter):
        reference, amount, currency = self.check(body)
        amount, currency = alter.get("amount", amount), alter.get("currency", currency)
        return self.record(reference, amount, currency, body, access_code=self.token("", 15))

    def charge(self, body, alter):
        """A charge of a saved card; `alter` is what a fault makes of it."""
        reference, amount, currency = self.check(body)
        card = self.store.get("card", body["authorization_code"])
        if card is None:
            raise Rejection("Authorization code is invalid", code="invalid_authorization_code")
        if not card["active"] or not card["reusable"] or card["email"] != body["email"].strip().lower():
            raise Rejection(UNCHARGEABLE, code="email_authorization_mismatch")
        if "reject" in alter:
            raise Rejection(alter["reject"])
        row = self.record(reference, alter.get("amount", amount), alter.get("currency", currency), body,
                          card=card["code"], requested_amount=amount, access_code=self.token("", 15))
        outcome, text = self.outcome(card, later=True)
        outcome, text = alter.get("outcome", outcome), alter.get("text", text)
        return self.settle(row["reference"], outcome, text)

    def outcome(self, card, later):
        first, then, text = CARDS[card["kind"]]
        if f"{card['exp_year']}-{card['exp_month']}" < self.now()[:7]:
            return "failed", "Expired Card"
        outcome = then if later else first
        return outcome, "Approved" if outcome == "success" else card["text"] or text

    def pay(self, reference, kind, text=None):
        """The payer finishes a checkout, or answers a challenge, with a card."""
        row = self.transaction(reference)
        if row["status"] in ("success", "reversed"):
            raise Rejection("the transaction was paid before")
        if row["card"]:
            return self.settle(reference, "success", "Approved")
        if kind not in CARDS:
            raise Rejection(f"unknown kind of card '{kind}': {', '.join(CARDS)} are known")
        card = self.new_card(row["email"], kind, text)
        self.store.change("transaction", reference, card=card["code"])
        outcome, words = self.outcome(card, later=False)
        if outcome != "success":
            self.store.change("transaction", reference, card=None)
        return self.settle(reference, outcome, words)

    def settle(self, reference, status, text):
        """The one place where a transaction gets a status, and where money moves."""
        row = self.transaction(reference)
        was_paid = row["paid_at"] is not None
        row = self.store.change("transaction", reference, status=status, gateway_response=text)
        if status == "success" and not was_paid:
            row = self.store.change("transaction", reference, paid_at=self.now(),
                                    fees=fees(row["amount"], row["currency"]))
            self.store.note(kind="debit", at=self.now(), transaction=row["id"], reference=reference,
                            amount=row["amount"], currency=row["currency"], metadata=as_object(row["metadata"]))
            self.events("charge.success", row)
        return row

    # Refunds

    def refunds_of(self, row):
        return [each for each in self.store.rows("refund").values() if each["reference"] == row["reference"]]

    def refund(self, body):
        wanted = body["transaction"]
        row = self.store.get("transaction", wanted) or next(
            (each for each in self.store.rows("transaction").values() if str(each["id"]) == wanted), None)
        if row is None:
            raise Rejection("Transaction not found", 404, "transaction_not_found")
        if row["status"] == "reversed":
            raise Rejection("Transaction has been fully reversed", code="transaction_reversed")
        if row["status"] != "success":
            raise Rejection("Transaction has not been paid", code="transaction_not_successful")
        left = row["amount"] - sum(each["amount"] for each in self.refunds_of(row) if each["status"] != "failed")
        amount = body.get("amount", left)
        if body.get("currency", row["currency"]) != row["currency"]:
            raise Rejection("Currency is not that of the transaction")
        if not 0 < amount <= left:
            raise Rejection("Refund amount cannot be more than what is left of the transaction amount")
        number = self.next_id()
        refund = self.store.put("refund", number, {
            "id": number, "reference": row["reference"], "amount": amount, "currency": row["currency"],
            "status": "pending", "created_at": self.now(), "updated_at": self.now(), "refunded_at": None,
            "merchant_note": body.get("merchant_note", f"Refund for transaction {row['reference']}"),
            "customer_note": body.get("customer_note", f"Refund for transaction {row['reference']}")})
        self.events("refund.pending", refund)
        return refund

    def move_refund(self, number, status):
        refund = self.store.get("refund", number)
        if refund is None:
            raise Rejection("Refund not found", 404)
        if status not in REFUND_STEPS.get(refund["status"], ()):
            raise Rejection(f"a refund that is {refund['status']} does not become '{status}'")
        refund = self.store.change("refund", number, status=status, updated_at=self.now())
        if status == "processed":
            refund = self.store.change("refund", number, refunded_at=self.now())
            self.store.note(kind="refund", at=self.now(), refund=refund["id"], reference=refund["reference"],
                            amount=refund["amount"], currency=refund["currency"])
            row = self.transaction(refund["reference"])
            back = sum(each["amount"] for each in self.refunds_of(row) if each["status"] == "processed")
            if back == row["amount"]:
                self.settle(row["reference"], "reversed", row["gateway_response"])
        self.events(f"refund.{status}", refund)
        return refund

    # Disputes

    def dispute(self, reference, amount=None, category="chargeback"):
        row = self.transaction(reference)
        if row["paid_at"] is None:
            raise Rejection("only what was paid can be disputed")
        number = self.next_id()
        due = datetime.fromisoformat(self.now()) + timedelta(hours=16)
        dispute = self.store.put("dispute", number, {
            "id": number, "reference": reference, "amount": amount or row["amount"], "currency": row["currency"],
            "status": OPEN_DISPUTE[0],
            "resolution": None, "category": category, "due_at": moment(due), "created_at": self.now(),
            "updated_at": self.now(), "resolved_at": None, "history": [[OPEN_DISPUTE[0], self.now()]]})
        self.events("charge.dispute.create", dispute)
        return dispute

    def move_dispute(self, number, status, resolution=None):
        dispute = self.store.get("dispute", number)
        if dispute is None:
            raise Rejection("Dispute not found", 404)
        if dispute["status"] == "resolved":
            raise Rejection("the dispute was resolved before")
        if status == "remind":
            self.events("charge.dispute.remind", dispute)
            return dispute
        if status == "resolved":
            if resolution not in ("merchant-accepted", "declined", "auto-accepted"):
                raise Rejection("'resolution' must be merchant-accepted, declined or auto-accepted")
        elif status not in OPEN_DISPUTE:
            raise Rejection(f"unknown status '{status}': {', '.join(OPEN_DISPUTE)}, resolved and remind are known")
        dispute = self.store.change("dispute", number, status=status, resolution=resolution, updated_at=self.now(),
                                    history=dispute["history"] + [[status, self.now()]])
        if status == "resolved":
            dispute = self.store.change("dispute", number, resolved_at=self.now())
            row = self.transaction(dispute["reference"])
            if resolution != "declined" and row["status"] == "success":
                self.store.note(kind="chargeback", at=self.now(), dispute=dispute["id"], reference=row["reference"],
                                amount=dispute["amount"], currency=row["currency"])
                dispute = self.store.change("dispute", number, charged_back=True)
                self.settle(row["reference"], "reversed", row["gateway_response"])
            self.events("charge.dispute.resolve", dispute)
        return dispute

    # Settlements

    def settlement(self, currency, references=None, gap=0):
        """Pays out what was paid and not yet settled; `gap` subunits of it are missing."""
        of_currency = lambda table: [each for each in self.store.rows(table).values() if each["currency"] == currency
                                     and each.get("settlement") is None]
        rows = [each for each in of_currency("transaction") if each["paid_at"] is not None
                and (references is None or each["reference"] in references)]
        if not rows:
            raise Rejection(f"nothing in '{currency}' waits to be settled")
        refunds = [each for each in of_currency("refund") if each["status"] == "processed"]
        lost = [each for each in of_currency("dispute") if each.get("charged_back")]
        number = self.next_id()
        for table, settled in (("refund", refunds), ("dispute", lost)):
            for each in settled:
                self.store.change(table, each["id"], settlement=number)
        for row in rows:
            self.store.change("transaction", row["reference"], settlement=number)
        processed, charged = sum(each["amount"] for each in rows), sum(each["fees"] for each in rows)
        back = sum(each["amount"] for each in refunds + lost)
        return self.store.put("settlement", number, {
            "id": number, "currency": currency, "total_processed": processed, "total_fees": charged,
            "total_amount": processed - charged, "deductions": back, "created_at": self.now(),
            "effective_amount": processed - charged - back - gap})


def as_object(metadata):
    """Metadata as an object, whatever it was sent as; None where it is none."""
    if isinstance(metadata, str):
        try:
            metadata = json.loads(metadata)
        except ValueError:
            return None
    return metadata if isinstance(metadata, dict) else None
