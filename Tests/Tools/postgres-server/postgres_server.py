"""A PostgreSQL of one's own for as long as a script lasts."""
import os
import shutil
import signal
import subprocess
import time


def postgres_programs():
    found = sorted(os.listdir("/usr/lib/postgresql"), key=int)
    return f"/usr/lib/postgresql/{found[-1]}/bin"


class Server:
    """A PostgreSQL with the two roles of docs/operations.md, on a UNIX socket."""

    def __init__(self, folder):
        self.folder = folder
        self.data = f"{folder}/data"
        self.prefix = []
        os.makedirs(folder, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
            self.prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", "admin", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()
        self.sql("postgres", """
            CREATE ROLE reckon_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
            CREATE ROLE reckon_runtime LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;""")
        self.sql("postgres", "CREATE DATABASE reckon")
        self.sql("reckon", """
            CREATE SCHEMA reckon AUTHORIZATION reckon_owner;
            GRANT USAGE ON SCHEMA reckon TO reckon_runtime;
            REVOKE CREATE ON SCHEMA public FROM PUBLIC;""")

    def run(self, program, *arguments):
        subprocess.run(
            [*self.prefix, f"{postgres_programs()}/{program}", *arguments], check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, cwd=self.folder)

    def start(self):
        self.run("pg_ctl", "-D", self.data, "-w", "-l", f"{self.folder}/log", "-o",
                 f"-k {self.folder} -c listen_addresses=''", "start")

    def kill(self):
        """As when the machine loses its power; what the kernel had taken stays."""
        with open(f"{self.data}/postmaster.pid") as file:
            process = int(file.readline())
        children = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True).stdout.split()
        for number in [process, *map(int, children)]:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                pass
        # A child that was born meanwhile keeps the shared memory until it sees that its parent is gone.
        for _ in range(50):
            time.sleep(0.2)
            if os.path.exists(f"{self.data}/postmaster.pid"):
                os.remove(f"{self.data}/postmaster.pid")
            try:
                return self.start()
            except subprocess.CalledProcessError:
                pass
        raise RuntimeError(open(f"{self.folder}/log").read()[-2000:])

    def stop(self):
        try:
            self.run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")
        except subprocess.CalledProcessError:
            pass  # It is not running.

    def sql(self, database, text):
        return subprocess.run(
            ["psql", "-h", self.folder, "-U", "admin", "-d", database, "-AtqX", "-v", "ON_ERROR_STOP=1", "-c", text],
            check=True, capture_output=True, text=True).stdout

    def url(self, role):
        return f"postgresql://{role}@/reckon?host={self.folder}"
