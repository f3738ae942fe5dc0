"""How Paystack writes down what the provider knows: the same transaction looks different in every answer."""

from provider import as_object

INTEGRATION = 100043
NOBODY = {"first_name": None, "last_name": None, "phone": None}


class Shapes:
    def __init__(self, store, domain):
        self.store = store
        self.domain = domain

    # Parts

    def customer(self, email):
        row = {**NOBODY, **self.store.get("customer", email)}
        return {"id": row["id"], "first_name": row["first_name"], "last_name": row["last_name"], "email": email,
                "customer_code": row["code"], "phone": row["phone"], "metadata": None, "risk_action": "default",
                "international_format_phone": None}

    def named_customer(self, email):
        """Refunds and disputes have texts where others have null."""
        return {key: "" if value is None else value for key, value in self.customer(email).items()}

    def card(self, code):
        row = self.store.get("card", code)
        # The blank behind the type is Paystack's.
        return {"authorization_code": code, "bin": "408408", "last4": "4081", "exp_month": row["exp_month"],
                "exp_year": row["exp_year"], "channel": "card", "card_type": "visa ", "bank": "TEST BANK",
                "country_code": "NG", "brand": "visa", "reusable": row["reusable"], "signature": row["signature"],
                "account_name": None}

    def no_card(self):
        names = ("authorization_code", "bin", "last4", "exp_month", "exp_year", "channel", "card_type", "bank",
                 "country_code", "brand")
        return {**dict.fromkeys(names), "reusable": False, "signature": None, "account_name": None}

    def core(self, row):
        """What every long form of a transaction holds."""
        return {"id": row["id"], "domain": self.domain, "status": row["status"], "reference": row["reference"],
                "amount": row["amount"], "message": None, "gateway_response": row["gateway_response"],
                "paid_at": row["paid_at"], "created_at": row["created_at"], "channel": "card",
                "currency": row["currency"], "ip_address": "127.0.0.1", "log": None, "fees": row["fees"],
                "fees_split": None, "split": {}, "order_id": None, "paidAt": row["paid_at"],
                "createdAt": row["created_at"], "requested_amount": row["requested_amount"],
                "pos_transaction_data": None, "source": None, "connect": None, "subaccount": {}}

    # Transactions

    def verified(self, row):
        metadata = row["metadata"] if isinstance(row["metadata"], (str, dict)) else ""
        return {**self.core(row), "receipt_number": None, "metadata": metadata, "plan": None, "plan_object": {},
                "fees_breakdown": None, "transaction_date": row["created_at"],
                "authorization": self.card(row["card"]) if row["card"] else {},
                "customer": self.customer(row["email"])}

    def listed(self, row):
        return {**self.core(row), "metadata": as_object(row["metadata"]), "plan": {},
                "authorization": self.card(row["card"]) if row["card"] else self.no_card(),
                "customer": self.customer(row["email"])}

    def charged(self, row):
        if row["status"] == "ongoing":
            return {"authorization_url": self.checkout_url(row), "reference": row["reference"],
                    "access_code": row["access_code"], "paused": True}
        return {"amount": row["amount"], "currency": row["currency"], "transaction_date": row["created_at"],
                "status": row["status"], "reference": row["reference"], "domain": self.domain,
                "metadata": "" if row["metadata"] is None else row["metadata"],
                "gateway_response": row["gateway_response"], "message": None, "channel": "card", "ip_address": None,
                "log": None, "fees": row["fees"], "authorization": self.card(row["card"]),
                "customer": self.customer(row["email"]), "plan": None, "id": row["id"]}

    def checkout_url(self, row):
        return f"https://checkout.sandbox.invalid/{row['access_code']}"

    # Refunds

    def refund_made(self, refund, row):
        return {
            "transaction": {
                "id": row["id"], "domain": self.domain, "reference": row["reference"], "amount": row["amount"],
                "paid_at": row["paid_at"], "channel": "card", "currency": row["currency"],
                "authorization": {"exp_month": None, "exp_year": None, "account_name": None},
                "customer": {"international_format_phone": None}, "plan": {}, "subaccount": {"currency": None},
                "split": {}, "order_id": None, "paidAt": row["paid_at"], "pos_transaction_data": None,
                "source": None, "fees_breakdown": None},
            "integration": INTEGRATION, "deducted_amount": 0, "channel": None,
            "merchant_note": refund["merchant_note"], "customer_note": refund["customer_note"],
            "status": refund["status"], "refunded_by": "merchant@sandbox.invalid", "expected_at": refund["created_at"],
            "currency": refund["currency"], "domain": self.domain, "amount": refund["amount"],
            "fully_deducted": False, "id": refund["id"], "createdAt": refund["created_at"],
            "updatedAt": refund["updated_at"]}

    def refund_listed(self, refund):
        row = self.store.get("transaction", refund["reference"])
        return {"integration": INTEGRATION, "transaction": row["id"], "dispute": None,
                "settlement": refund.get("settlement"), "id": refund["id"], "domain": self.domain,
                "currency": refund["currency"], "amount": refund["amount"], "status": refund["status"],
                "refunded_at": refund["refunded_at"], "refunded_by": "merchant@sandbox.invalid",
                "customer_note": refund["customer_note"], "merchant_note": refund["merchant_note"],
                "deducted_amount": refund["amount"] if refund["status"] == "processed" else 0,
                "fully_deducted": int(refund["status"] == "processed"), "createdAt": refund["created_at"],
                "bank_reference": None, "transaction_reference": refund["reference"], "reason": "",
                "customer": self.named_customer(row["email"]),
                "refund_type": "full" if refund["amount"] == row["amount"] else "partial",
                "transaction_amount": row["amount"], "initiated_by": "merchant@sandbox.invalid",
                "refund_channel": "card", "session_id": None, "collect_account_number": False}

    # Disputes

    def dispute(self, dispute, listed):
        row = self.store.get("transaction", dispute["reference"])
        card = self.card(row["card"]) if row["card"] else self.no_card()
        customer = self.named_customer(row["email"])
        transaction = {**self.core(row), "metadata": as_object(row["metadata"]) or {}, "plan": {},
                       "fees_breakdown": None}
        if listed:
            transaction |= {"authorization": {}, "customer": None}
        else:
            transaction |= {"authorization": {"receiver_bank_account_number": None, "receiver_bank": None},
                            "customer": {"international_format_phone": None}}
            customer |= {"metadata": {}}
        return {"id": dispute["id"], "refund_amount": dispute["amount"], "currency": dispute["currency"],
                "status": dispute["status"], "resolution": dispute["resolution"], "domain": self.domain,
                "transaction": transaction, "transaction_reference": None, "category": dispute["category"],
                "customer": customer, "bin": card["bin"] or "", "last4": card["last4"] or "",
                "dueAt": dispute["due_at"], "resolvedAt": dispute["resolved_at"], "evidence": None,
                "attachments": None, "note": None,
                "history": [{"status": status, "by": customer["email"], "createdAt": at}
                            for status, at in dispute["history"]],
                "messages": [{"sender": customer["email"], "body": "I do not know this charge",
                              "createdAt": dispute["created_at"]}],
                "createdAt": dispute["created_at"], "updatedAt": dispute["updated_at"]}

    # Settlements and customers

    def settlement(self, row):
        amounts = ("id", "currency", "total_processed", "total_fees", "total_amount", "deductions",
                   "effective_amount")
        return {**{name: row[name] for name in amounts}, "domain": self.domain, "status": "success",
                "integration": INTEGRATION, "settlement_date": row["created_at"], "settled_by": None,
                "createdAt": row["created_at"], "updatedAt": row["created_at"]}

    def customer_row(self, row):
        return {"integration": INTEGRATION, "first_name": row.get("first_name"), "last_name": row.get("last_name"),
                "email": row["email"], "phone": row.get("phone"), "metadata": None, "domain": self.domain,
                "customer_code": row["code"], "risk_action": "default", "id": row["id"],
                "createdAt": row["created_at"], "updatedAt": row["created_at"]}

    def customer_made(self, row):
        named = {key: "" if value is None else value for key, value in self.customer_row(row).items()}
        return {**named, "metadata": {}, "transactions": [], "subscriptions": [], "authorizations": [],
                "identified": False, "identifications": None}

    def customer_fetched(self, row):
        cards = [self.card(each["code"]) for each in self.store.rows("card").values()
                 if each["email"] == row["email"] and each["active"]]
        paid = [each for each in self.store.rows("transaction").values() if each["email"] == row["email"]]
        return {**self.customer_made(row), "authorizations": cards, "created_at": row["created_at"],
                "updated_at": row["created_at"], "total_transactions": len(paid), "total_transaction_value": [],
                "dedicated_account": None, "dedicated_accounts": []}

    # What webhooks say

    def event(self, name, row):
        if name.startswith("charge.dispute."):
            data = self.dispute(row, listed=False)
            # Answers say createdAt, this event says created_at.
            data["created_at"], data["updated_at"] = data.pop("createdAt"), data.pop("updatedAt")
        elif name.startswith("refund."):
            paid = self.store.get("transaction", row["reference"])
            # The amount is a text until it failed, and there is no id.
            amount = row["amount"] if name == "refund.failed" else str(row["amount"])
            customer = self.customer(paid["email"])
            data = {"status": row["status"], "transaction_reference": row["reference"],
                    "refund_reference": None if row["status"] == "pending" else f"R{row['id']}", "amount": amount,
                    "currency": row["currency"], "processor": "sandbox", "integration": INTEGRATION,
                    "customer": {key: customer[key] for key in ("first_name", "last_name", "email")},
                    "domain": self.domain}
        else:
            data = {**self.core(row), "plan": {}, "authorization": self.card(row["card"]) if row["card"] else {},
                    "customer": self.customer(row["email"]),
                    # As it was sent: an object or a text; where nothing was sent, 0 or an empty text.
                    "metadata": (0, "")[row["id"] % 2] if row["metadata"] is None else row["metadata"]}
        return {"event": name, "data": data}
