"""An authority of a stand-in's own and certificates for loopback, made by the program `openssl`."""

import os
import ssl
import subprocess
import warnings

LOOPBACK = "IP:127.0.0.1,DNS:localhost"


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)


def demand(*arguments):
    done = openssl(*arguments)
    if done.returncode != 0:
        raise SystemExit(f"openssl {arguments[0]} failed: {done.stderr.decode(errors='replace')}")


class Authority:
    """Lies in `folder`, with a certificate for each of `names`: a name of files, and whom it vouches for."""

    def __init__(self, folder, names):
        self.folder = folder
        self.path = self.at("authority.pem")
        # Those that are there are kept, so that a restart does not change whom to trust.
        if not all(self.is_good(name) for name in ["authority", *names]):
            self.make(names)

    def at(self, name):
        return os.path.join(self.folder, name)

    def is_good(self, name):
        return openssl("x509", "-checkend", "3600", "-noout", "-in", self.at(name + ".pem")).returncode == 0

    def make(self, names):
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        demand("req", "-x509", *key, "-days", "2", "-subj", "/CN=authority of a stand-in", "-keyout",
               self.at("authority.key"), "-out", self.path, "-addext", "basicConstraints=critical,CA:TRUE")
        for name, others in names.items():
            demand("req", *key, "-subj", "/CN=" + name, "-keyout", self.at(name + ".key"), "-out",
                   self.at(name + ".csr"))
            with open(self.at(name + ".ext"), "w", encoding="ascii") as file:
                file.write(f"subjectAltName={others}\n")
            demand("x509", "-req", "-in", self.at(name + ".csr"), "-CA", self.path, "-CAkey",
                   self.at("authority.key"), "-CAcreateserial", "-days", "2", "-extfile", self.at(name + ".ext"),
                   "-out", self.at(name + ".pem"))

    def context(self, name, newest=None):
        """TLS with that certificate, and no newer than `newest`."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if newest:
            # An old version at the lowest level of security, which is what old servers offer. Python warns of it.
            warnings.simplefilter("ignore", DeprecationWarning)
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            context.maximum_version = newest
        context.load_cert_chain(self.at(name + ".pem"), self.at(name + ".key"))
        return context
