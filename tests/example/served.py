# tests/example/served.py - The example, started and asked: what the scripts beside this file share
"""The example as a process over a database of its own, and a client of it."""

import atexit
import http.client
import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
PASSWORD = "correct horse battery"


def skip(why):
    """Ends the script, which can't do its work on this machine."""
    print(f"skipped: {why}")
    sys.exit(0)


def fail(why):
    """Ends the script: something does not hold."""
    print(f"FAILED: {why}", file=sys.stderr)
    sys.exit(1)


def build(database="sqlite"):
    """The example for a database, built in release; `EXAMPLE_SQLITE` and `EXAMPLE_POSTGRES` name one that is built."""
    if program := os.environ.get(f"EXAMPLE_{database.upper()}"):
        return program
    features = ["--features", "postgres"] if database == "postgres" else []
    command = ["cargo", "build", "--quiet", "--release", "-p", "example-app", *features]
    subprocess.run(command, cwd=ROOT, check=True)
    program = TARGET / "release" / f"example-app-{database}"
    shutil.copy(TARGET / "release" / "example-app", program)
    return program


class App:
    """The example, started in a folder."""

    def __init__(self, program, folder, url=None, port=0, **settings):
        self.folder = pathlib.Path(folder)
        self.url = url or f"sqlite://{self.folder}/app.db"
        self.program = program
        self.settings = {
            "APP__SERVER__PORT": str(port),
            "APP__DATABASE__URL": self.url,
            "APP__LOG__FORMAT": "json",
            "APP__LOG__DIRECTORY": "",
            # The scripts register many users from one address.
            "APP__AUTH__ATTEMPTS_PER_MINUTE": "100000",
            **settings,
        }
        self.start()

    def start(self):
        """Starts it, and waits until it says where it listens."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("APP__")} | self.settings
        self.lines = []
        self.process = subprocess.Popen(
            [self.program], cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        atexit.register(self.process.kill)
        self.listening = threading.Event()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        if not self.listening.wait(60):
            fail("the example does not listen: " + "\n".join(self.lines[-20:]))

    def _read(self):
        for raw in self.process.stdout:
            line = raw.decode(errors="replace").rstrip("\n")
            self.lines.append(line)
            if not self.listening.is_set() and '"listening"' in line:
                self.address = json.loads(line)["url"]
                self.host = urllib.parse.urlsplit(self.address).netloc
                self.listening.set()

    def stop(self, how=signal.SIGTERM):
        """Ends it, and gives its exit code."""
        self.process.send_signal(how)
        code = self.process.wait(60)
        self.reader.join(10)
        return code

    def peak_memory(self):
        """The most memory that it ever had resident, in MB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024

    def is_alive(self):
        """Whether it still runs."""
        return self.process.poll() is None


class Client:
    """Somebody who asks, over a connection that is kept."""

    def __init__(self, host, token=None, timeout=60):
        self.host, self.token, self.timeout = host, token, timeout
        self.connection = None

    def send(self, method, path, body=None, headers=None):
        """The status, the body as JSON or text, and the headers."""
        headers = dict(headers or {})
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.host, timeout=self.timeout)
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            raw = response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise
        try:
            value = json.loads(raw)
        except ValueError:
            value = raw.decode(errors="replace")
        return response.status, value, {name.lower(): text for name, text in response.getheaders()}

    def expect(self, status, method, path, body=None):
        """The body of an answer that must have a status."""
        found, value, _ = self.send(method, path, body)
        if found != status:
            fail(f"{method} {path}: {found} instead of {status}: {value}")
        return value


def registered(host):
    """A client with the token of a new user."""
    client = Client(host)
    email = f"{secrets.token_hex(8)}@example.com"
    client.expect(201, "POST", "/auth/register", {"email": email, "password": PASSWORD, "name": "Somebody"})
    body = client.expect(200, "POST", "/auth/login", {"email": email, "password": PASSWORD})
    client.token = body["access_token"]
    return client


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Postgres:
    """A PostgreSQL server of our own; `None` of it where none is installed."""

    @classmethod
    def start_new(cls):
        """A running server, if one is installed."""
        return cls() if shutil.which("initdb") and shutil.which("pg_ctl") else None

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="postgres-")
        self.port = free_port()
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8")
        self.start()

    @property
    def url(self):
        """Where its database is."""
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def run(self, *command):
        """Runs a command as the user `postgres` if this is root, whom the server refuses."""
        user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run([*user, *command], cwd=self.folder, check=True, stdout=subprocess.DEVNULL)

    def start(self):
        """Starts it."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200"
        self.run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")

    def stop(self, mode="fast"):
        """Stops it; what it holds stays."""
        self.run("pg_ctl", "-D", "data", "-w", "-m", mode, "stop")

    def remove(self):
        """Stops it for good."""
        try:
            self.stop("immediate")
        except subprocess.CalledProcessError:
            pass
        shutil.rmtree(self.folder, ignore_errors=True)


def wait_until(what, holds, seconds=30):
    """Waits until something holds, and gives the seconds that it took."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if holds():
            return time.monotonic() - begun
        time.sleep(0.1)
    return fail(f"{what}: not within {seconds} s")
