"""An authority of the sandbox's own and a certificate for loopback, made by the program `openssl`."""

import os
import ssl
import subprocess


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)


def demand(*arguments):
    done = openssl(*arguments)
    if done.returncode != 0:
        raise SystemExit(f"paystack-sandbox: openssl {arguments[0]} failed: {done.stderr.decode(errors='replace')}")


def certificates(folder):
    """Makes them in `folder`, or keeps the ones that are there, so that a restart does not change whom to trust."""
    at = lambda name: os.path.join(folder, name)
    still_good = lambda name: openssl("x509", "-checkend", "3600", "-noout", "-in", at(name)).returncode == 0
    if not (still_good("authority.pem") and still_good("server.pem")):
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        demand("req", "-x509", *key, "-days", "2", "-subj", "/CN=authority of a payment sandbox", "-keyout",
               at("authority.key"), "-out", at("authority.pem"), "-addext", "basicConstraints=critical,CA:TRUE")
        demand("req", *key, "-subj", "/CN=localhost", "-keyout", at("server.key"), "-out", at("server.csr"))
        with open(at("server.ext"), "w", encoding="ascii") as file:
            file.write("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
        demand("x509", "-req", "-in", at("server.csr"), "-CA", at("authority.pem"), "-CAkey", at("authority.key"),
               "-CAcreateserial", "-days", "2", "-extfile", at("server.ext"), "-out", at("server.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(at("server.pem"), at("server.key"))
    return context, at("authority.pem")
