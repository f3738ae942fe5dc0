"""The sandbox's memory: tables of rows, kept by a log that is synced before anything is answered.

A line of the log is everything that one request changed, and its lines of the journal: both or neither survive a kill.
The journal is the same lines by themselves, for people and tests; it is written anew from the log at every start.
"""

import fcntl
import json
import os


class Store:
    def __init__(self, folder, sync=True):
        self.sync = sync
        self.tables = {}
        self.journal = []
        self.changes = []
        self.undo = []
        self.notes = []
        self.log = open(os.path.join(folder, "state.jsonl"), "a+b")
        try:
            fcntl.flock(self.log, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit(f"paystack-sandbox: another sandbox works in {folder}") from None
        self.replay()
        self.journal_path = os.path.join(folder, "journal.jsonl")
        self.journal_file = open(self.journal_path, "wb")
        self.journal_file.writelines(line_of(each) for each in self.journal)
        self.journal_file.flush()

    def replay(self):
        self.log.seek(0)
        good = 0
        for line in self.log:
            # The last line may have been cut by a kill: nothing of it was answered.
            if not line.endswith(b"\n"):
                break
            entry = json.loads(line)
            for table, key, row in entry["put"]:
                self.tables.setdefault(table, {})[key] = row
            self.journal += entry["journal"]
            good += len(line)
        self.log.truncate(good)
        self.log.seek(0, os.SEEK_END)

    def rows(self, table):
        return self.tables.setdefault(table, {})

    def get(self, table, key, otherwise=None):
        return self.rows(table).get(str(key), otherwise)

    def put(self, table, key, row):
        key = str(key)
        rows = self.rows(table)
        self.undo.append((table, key, rows.get(key)))
        rows[key] = row
        self.changes.append([table, key, row])
        return row

    def change(self, table, key, **fields):
        return self.put(table, key, {**self.rows(table)[str(key)], **fields})

    def note(self, **entry):
        """A line of the journal, with a number of its own."""
        self.notes.append({"n": len(self.journal) + len(self.notes) + 1, **entry})

    def commit(self):
        if self.changes or self.notes:
            self.log.write(line_of({"put": self.changes, "journal": self.notes}))
            self.settle()
            self.journal_file.writelines(line_of(each) for each in self.notes)
            self.journal_file.flush()
            self.journal += self.notes
        self.changes, self.undo, self.notes = [], [], []

    def settle(self):
        self.log.flush()
        if self.sync:
            os.fsync(self.log.fileno())

    def mark(self):
        return len(self.changes), len(self.undo), len(self.notes)

    def roll_back(self, mark=(0, 0, 0)):
        changes, undo, notes = mark
        for table, key, row in reversed(self.undo[undo:]):
            if row is None:
                del self.tables[table][key]
            else:
                self.tables[table][key] = row
        del self.changes[changes:], self.undo[undo:], self.notes[notes:]

    def forget(self):
        """Everything, as if it had never been started."""
        self.tables, self.journal = {}, []
        self.changes, self.undo, self.notes = [], [], []
        for file in (self.log, self.journal_file):
            file.truncate(0)
            file.seek(0)
        self.settle()


def line_of(entry):
    return json.dumps(entry, separators=(",", ":")).encode() + b"\n"
