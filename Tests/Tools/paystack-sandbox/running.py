"""Starts the sandbox and talks to it, for the tests of it."""

import json
import os
import ssl
import subprocess
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


class Running:
    """The sandbox as a process, and a client that trusts its authority alone."""

    def __init__(self, folder, *options):
        self.process = subprocess.Popen([os.path.join(HERE, "serve"), folder, *options],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.place = json.loads(self.process.stdout.readline())
        with open(self.place["key"], encoding="ascii") as file:
            self.key = file.read().strip()
        context = ssl.create_default_context(cafile=self.place["authority"])
        self.opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), NoRedirect)

    def stop(self):
        self.process.stdin.close()
        status = self.process.wait(timeout=20)
        self.process.stdout.close()
        return status

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def raw(self, method, path, body=None, key=None, timeout=20):
        request = urllib.request.Request(self.place["base"] + path, method=method)
        request.add_header("Authorization", f"Bearer {key or self.key}")
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with self.opener.open(request, timeout=timeout) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    def call(self, method, path, body=None, **more):
        status, _, answer = self.raw(method, path, body, **more)
        return status, json.loads(answer)

    def good(self, method, path, body=None):
        status, answer = self.call(method, path, body)
        if status != 200 or answer["status"] is not True:
            raise AssertionError(f"{method} {path}: {status} {answer}")
        return answer.get("data")

    def control(self, path, body=None, method="POST"):
        return self.good(method, "/_sandbox/" + path, {} if body is None and method == "POST" else body)
