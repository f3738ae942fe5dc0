"""Paystack's operations: which request is which, what it needs, and how it is answered when all is well."""

import base64

from provider import Rejection, parsed

LISTED_STATUSES = ("success", "failed", "abandoned", "reversed")
LISTED_DISPUTES = ("awaiting-merchant-feedback", "awaiting-bank-feedback", "pending", "resolved")


def good(message, data, **more):
    return {"status": True, "message": message, "data": data, **more}


class Operations:
    def __init__(self, store, provider, shapes):
        self.store = store
        self.provider = provider
        self.shapes = shapes
        self.table = {
            "POST /transaction/initialize": self.initialize,
            "GET /transaction/verify/{reference}": self.verify,
            "POST /transaction/charge_authorization": self.charge,
            "GET /transaction": self.transactions,
            "GET /transaction/totals": self.totals,
            "POST /refund": self.make_refund,
            "GET /refund": self.refunds,
            "GET /refund/{id}": self.refund,
            "GET /dispute": self.disputes,
            "GET /dispute/{id}": self.dispute,
            "GET /settlement": self.settlements,
            "GET /settlement/{id}/transactions": self.settled,
            "POST /customer": self.make_customer,
            "GET /customer": self.customers,
            "GET /customer/{code}": self.customer,
            "POST /customer/authorization/deactivate": self.deactivate,
        }

    def find(self, request):
        """The operation's name as in the document and what carries it out; two times None where there is none."""
        for name, operation in self.table.items():
            method, _, path = name.partition(" ")
            steps = path.strip("/").split("/")
            if method == request.method and len(steps) == len(request.steps) and all(
                    step == given or step.startswith("{") and given for step, given in zip(steps, request.steps)):
                return name, operation
        return None, None

    # Transactions

    def initialize(self, request, alter):
        row = self.provider.initialize(request.fields, alter)
        return good("Authorization URL created", {
            "authorization_url": self.shapes.checkout_url(row), "access_code": row["access_code"],
            "reference": row["reference"]})

    def verify(self, request, alter):
        return good("Verification successful", self.shapes.verified(self.provider.transaction(request.steps[2])))

    def charge(self, request, alter):
        row = self.provider.charge(request.fields, alter)
        return good("Charge attempted", self.shapes.charged(row))

    def transactions(self, request, alter):
        query = request.query
        rows = self.newest("transaction", query)
        if "status" in query:
            if query["status"] not in LISTED_STATUSES:
                raise Rejection(f"'status' must be one of {', '.join(LISTED_STATUSES)}")
            rows = [each for each in rows if each["status"] == query["status"]]
        if "customer_code" in query:
            emails = {each["email"] for each in self.store.rows("customer").values()
                      if each["code"] == query["customer_code"]}
            rows = [each for each in rows if each["email"] in emails]
        for name in ("amount", "settlement"):
            if name in query:
                number = whole(query, name, None)
                rows = [each for each in rows if each[name] == number]
        return self.page("Transactions retrieved", rows, self.shapes.listed, query, volume=True)

    def totals(self, request, alter):
        rows = [each for each in self.newest("transaction", request.query) if each["status"] == "success"]
        sums = {}
        for each in rows:
            sums[each["currency"]] = sums.get(each["currency"], 0) + each["amount"]
        # The sum over currencies is Paystack's own, and means nothing.
        return good("Transaction totals", {
            "total_transactions": len(rows), "total_volume": sum(sums.values()),
            "total_volume_by_currency": [{"currency": name, "amount": sums[name]} for name in sorted(sums)],
            "pending_transfers": 0, "pending_transfers_by_currency": []})

    # Refunds, disputes, settlements

    def make_refund(self, request, alter):
        refund = self.provider.refund(request.fields)
        row = self.provider.transaction(refund["reference"])
        return good("Refund has been queued for processing", self.shapes.refund_made(refund, row))

    def refunds(self, request, alter):
        rows = self.newest("refund", request.query)
        page = self.page("Refunds retrieved", rows, self.shapes.refund_listed, request.query)
        page["meta"] |= {"perPage": str(page["meta"]["perPage"]),
                         "failedRefundCount": sum(each["status"] == "failed" for each in rows)}
        return page

    def refund(self, request, alter):
        return good("Refund retrieved", self.shapes.refund_listed(self.one("refund", request.steps[1])))

    def disputes(self, request, alter):
        query = request.query
        rows = self.newest("dispute", query)
        if "status" in query:
            if query["status"] not in LISTED_DISPUTES:
                raise Rejection(f"'status' must be one of {', '.join(LISTED_DISPUTES)}")
            rows = [each for each in rows if each["status"] == query["status"]]
        if "transaction" in query:
            rows = [each for each in rows
                    if str(self.provider.transaction(each["reference"])["id"]) == query["transaction"]]
        page = self.page("Disputes retrieved", rows, lambda row: self.shapes.dispute(row, listed=True), query)
        page["meta"]["perPage"] = int(page["meta"]["perPage"])
        return page

    def dispute(self, request, alter):
        return good("Dispute retrieved", self.shapes.dispute(self.one("dispute", request.steps[1]), listed=False))

    def settlements(self, request, alter):
        rows = self.newest("settlement", request.query)
        return self.page("Settlements retrieved", rows, self.shapes.settlement, request.query)

    def settled(self, request, alter):
        settlement = self.one("settlement", request.steps[1])
        rows = [each for each in self.newest("transaction", {}) if each["settlement"] == settlement["id"]]
        return self.page("Transactions retrieved", rows, self.shapes.listed, request.query, volume=True)

    # Customers

    def make_customer(self, request, alter):
        fields = request.fields
        row = self.provider.customer(fields["email"], first_name=fields.get("first_name"),
                                     last_name=fields.get("last_name"), phone=fields.get("phone"))
        return good("Customer created", self.shapes.customer_made(row))

    def customers(self, request, alter):
        return self.page("Customers retrieved", self.newest("customer", request.query), self.shapes.customer_row,
                         request.query)

    def customer(self, request, alter):
        wanted = request.steps[1]
        for row in self.store.rows("customer").values():
            if wanted in (row["code"], row["email"]):
                return good("Customer retrieved", self.shapes.customer_fetched(row))
        raise Rejection("Customer not found", 404, "customer_not_found")

    def deactivate(self, request, alter):
        self.provider.deactivate(request.fields["authorization_code"])
        return {"status": True, "message": "Authorization has been deactivated"}

    # Lists

    def one(self, table, key):
        row = self.store.get(table, key)
        if row is None:
            raise Rejection(f"{table.capitalize()} not found", 404, f"{table}_not_found")
        return row

    def newest(self, table, query):
        """Rows, the newest first, made between `from` and `to`."""
        rows = sorted(self.store.rows(table).values(), key=lambda row: row["id"], reverse=True)
        if "from" in query:
            first = parsed(query["from"], "from")
            rows = [each for each in rows if each["created_at"] >= first]
        if "to" in query:
            last = parsed(query["to"], "to")
            rows = [each for each in rows if each["created_at"] <= last]
        return rows

    def page(self, message, rows, shape, query, volume=False):
        """A page of rows. More than the cap is not given, whatever is asked: only `meta` tells."""
        asked = query.get("per_page", query.get("perPage"))
        size = min(whole({"perPage": asked} if asked is not None else {}, "perPage", 50),
                   self.provider.setting("page-cap", 100))
        if query.get("use_cursor") == "true":
            return self.cursor_page(message, rows, shape, query, size)
        page = whole(query, "page", 1)
        shown = rows[(page - 1) * size:page * size]
        meta = {"total": len(rows), "skipped": (page - 1) * size,
                # A number by itself, a text when it was asked for.
                "perPage": size if asked is None else str(size), "page": page, "pageCount": -(-len(rows) // size)}
        if volume:
            meta["total_volume"] = sum(each["amount"] for each in rows)
        return good(message, [shape(each) for each in shown], meta=meta)

    def cursor_page(self, message, rows, shape, query, size):
        """Cursors name rows, so that rows which arrive meanwhile shift nothing."""
        if "previous" in query:
            newer = [each for each in rows if each["id"] > row_of_cursor(query["previous"])]
            shown, is_last = newer[-size:], False
        else:
            older = [each for each in rows if each["id"] < row_of_cursor(query["next"])] if "next" in query else rows
            shown, is_last = older[:size], len(older) <= size
        is_first = not shown or shown[0] is rows[0]
        return good(message, [shape(each) for each in shown], meta={
            "next": None if is_last else cursor_of(shown[-1]),
            "previous": None if is_first else cursor_of(shown[0]), "perPage": size})


def whole(query, name, otherwise):
    text = query.get(name)
    if text is None:
        return otherwise
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise Rejection(f"'{name}' must be a whole number from 1 on")
    return int(text)


def cursor_of(row):
    return base64.urlsafe_b64encode(f"row:{row['id']}".encode()).decode().rstrip("=")


def row_of_cursor(text):
    try:
        return int(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().removeprefix("row:"))
    except ValueError:
        raise Rejection("the cursor is unknown") from None
