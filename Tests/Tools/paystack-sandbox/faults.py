"""What goes wrong, and when: by a list, or by chance from a seed."""

import fnmatch
import random

from provider import Rejection

# How the answer gets lost or spoilt, and whether the request was carried out before.
DELIVERIES = {
    "lost": "carried out; the connection is closed without an answer",
    "reset-before": "not carried out; the connection is reset",
    "reset-after": "carried out; the connection is reset",
    "held": "the connection is closed; carried out when /_sandbox/release is called",
    "twice": "carried out twice, as by a layer that sends again; the second answer is given",
    "429": "not carried out; too many requests",
    "500": "not carried out; a server's error",
    "500-after": "carried out; a server's error all the same",
    "503": "not carried out; a page of a proxy",
    "503-after": "carried out; a page of a proxy all the same",
    "html": "not carried out; 200 with a page instead of JSON",
    "html-after": "carried out; 200 with a page instead of JSON",
    "truncated": "carried out; half of the answer, then the connection is closed",
    "redirect": "not carried out; 302 to another host",
    "slow": "carried out; answered after 'seconds'",
}
# What becomes of a charge, or of the amount and currency of a checkout.
ALTERATIONS = {
    "wrong-currency": "made in 'currency' (another one by default)",
    "wrong-amount": "made for 'amount' (half of it by default)",
    "decline": "the bank says no with 'text'",
    "pending": "the bank takes its time",
    "needs-action": "the card's holder has to act",
    "reject": "400 with 'text', and no transaction",
}
NOT_CARRIED_OUT = {"reset-before", "held", "429", "500", "503", "html", "redirect"}
OPTIONS = {"kind", "method", "path", "reference", "nth", "times", "seconds", "text", "amount", "currency", "headers"}


def checked(fault):
    known = {**DELIVERIES, **ALTERATIONS}
    if fault.get("kind") not in known:
        raise Rejection(f"unknown fault '{fault.get('kind')}': {', '.join(known)} are known")
    unknown = fault.keys() - OPTIONS
    if unknown:
        raise Rejection(f"unknown option of a fault: {', '.join(sorted(unknown))}; known are {sorted(OPTIONS)}")
    return {"method": "*", "path": "*", "reference": "*", "nth": 1, "times": 1, **fault, "seen": 0}


class Faults:
    def __init__(self, store, provider):
        self.store = store
        self.provider = provider

    def add(self, faults):
        if not isinstance(faults, list) or not all(isinstance(each, dict) for each in faults):
            raise Rejection("a list of faults is wanted")
        for each in [checked(each) for each in faults]:
            number = self.provider.setting("faults", 0) + 1
            self.provider.set("faults", number)
            self.store.put("fault", number, each)

    def clear(self):
        for number in list(self.store.rows("fault")):
            # Rows are never taken away: one that is used up does nothing.
            self.store.change("fault", number, seen=10**9)
        self.provider.set("random", None)

    def randomise(self, seed, probabilities, path="*", method="*"):
        for kind, probability in probabilities.items():
            checked({"kind": kind})
            if not 0 <= probability <= 1:
                raise Rejection(f"the probability of '{kind}' must be from 0 to 1")
        self.provider.set("random", {"seed": seed, "probabilities": probabilities, "path": path, "method": method,
                                     "drawn": 0})

    def meeting(self, method, path, reference):
        """The faults that this request meets; counts it."""
        found = []
        for number, fault in list(self.store.rows("fault").items()):
            if fault["seen"] < fault["nth"] + fault["times"] - 1 and matches(fault, method, path, reference):
                fault = self.store.change("fault", number, seen=fault["seen"] + 1)
                if fault["seen"] >= fault["nth"]:
                    found.append(fault)
        chance = self.provider.setting("random")
        if chance and matches({"reference": "*", **chance}, method, path, reference):
            # Drawn by the number of the request, so that a restart does not change what comes.
            self.provider.set("random", {**chance, "drawn": chance["drawn"] + 1})
            draw = random.Random(f"{chance['seed']}:{chance['drawn']}")
            found += [checked({"kind": kind}) for kind, probability in chance["probabilities"].items()
                      if draw.random() < probability]
        return found

    def alteration(self, found, body):
        """What the faults make of a charge."""
        alter = {}
        for fault in found:
            kind = fault["kind"]
            if kind == "wrong-currency":
                alter["currency"] = fault.get("currency", "USD" if body.get("currency", "NGN") == "NGN" else "NGN")
            elif kind == "wrong-amount":
                alter["amount"] = fault.get("amount", body.get("amount", 0) // 2)
            elif kind == "decline":
                alter |= {"outcome": "failed", "text": fault.get("text", "Declined")}
            elif kind == "pending":
                alter |= {"outcome": "pending", "text": "Pending"}
            elif kind == "needs-action":
                alter |= {"outcome": "ongoing", "text": "Customer action required"}
            elif kind == "reject":
                alter["reject"] = fault.get("text", "Charge attempt cannot be fulfilled")
        return alter


def matches(rule, method, path, reference):
    return (fnmatch.fnmatchcase(method, rule["method"]) and fnmatch.fnmatchcase(path, rule["path"])
            and fnmatch.fnmatchcase(reference or "", rule["reference"]))
