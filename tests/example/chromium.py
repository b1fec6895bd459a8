# tests/example/chromium.py - A headless Chromium, driven over two pipes
"""Chrome's DevTools protocol without any library: messages over file descriptors 3 and 4, each ended by a NUL."""

import base64
import json
import os
import shutil
import subprocess
import time

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def find():
    """The browser's program, or nothing. Debian's package is installed where there is none and root asks."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None and os.getuid() == 0 and shutil.which("apt-get"):
        print("installing Chromium")
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in ["update", "install --yes --no-install-recommends chromium"]:
            subprocess.run(["apt-get", *command.split()], env=environment, capture_output=True)
        program = shutil.which("chromium")
    return program


class Page:
    """One page of a browser."""

    def __init__(self, program, profile):
        to_read, self.to = os.pipe()
        self.back, to_write = os.pipe()

        def place_pipes():
            # Out of the way first: either may be 3 or 4 itself.
            from_us, to_us = os.dup(to_read), os.dup(to_write)
            high = os.dup2(from_us, 63), os.dup2(to_us, 64)
            os.dup2(high[0], 3, inheritable=True)
            os.dup2(high[1], 4, inheritable=True)

        self.process = subprocess.Popen(
            [
                program, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
                "--no-first-run", "--disable-background-networking", "--window-size=1280,1600",
                f"--user-data-dir={profile}", "about:blank",
            ],
            preexec_fn=place_pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self.next_id = 0
        self.rest = b""
        self.events = []
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        """Sends a command, and gives its result."""
        self.next_id += 1
        message = {"id": self.next_id, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self.rest:
                part = os.read(self.back, 1 << 16)
                if not part:
                    raise RuntimeError("the browser ended")
                self.rest += part
            raw, self.rest = self.rest.split(b"\0", 1)
            answer = json.loads(raw)
            if answer.get("id") == self.next_id:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def run(self, script):
        """What a piece of JavaScript gives."""
        # An element has no value that could be sent: that it is there is all there is to know.
        script = f"(found => found instanceof Node ? true : found)({script})"
        found = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"]["exception"].get("description", script))
        return found["result"].get("value")

    def wait(self, script, seconds=60):
        """Waits until a piece of JavaScript gives something that counts as true, and gives it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := self.run(script):
                return found
            time.sleep(0.1)
        raise RuntimeError(f"not within {seconds} s: {script}")

    def screenshot(self, path):
        """Keeps what is to be seen."""
        data = self.call("Page.captureScreenshot", format="png")["data"]
        path.write_bytes(base64.b64decode(data))

    def complaints(self):
        """What the page's console says is wrong, blocked sources among it."""
        entries = [event["params"]["entry"] for event in self.events if event.get("method") == "Log.entryAdded"]
        thrown = [event for event in self.events if event.get("method") == "Runtime.exceptionThrown"]
        return [entry["text"] for entry in entries if entry["level"] == "error"] + [str(event) for event in thrown]

    def foreign_requests(self, origin):
        """The URLs that the page asked for elsewhere."""
        sent = [event for event in self.events if event.get("method") == "Network.requestWillBeSent"]
        urls = [event["params"]["request"]["url"] for event in sent]
        return [url for url in urls if not url.startswith((origin, "data:", "about:", "blob:"))]

    def close(self):
        """Ends the browser."""
        self.process.terminate()
        self.process.wait(30)
