"""Drives headless Chromium over its debugging pipe: no network, no package but Python's own.

Chromium gets a proxy that leads nowhere, so that a page that asks for anything is noticed."""
import base64
import json
import os
import shutil
import subprocess
import tempfile

FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-extensions", "--disable-dev-shm-usage", "--proxy-server=127.0.0.1:9",
    "--remote-debugging-pipe", "--mute-audio", "--hide-scrollbars",
]


class Browser:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="svodka-browser.")
        commands, self.write = os.pipe()
        self.read, answers = os.pipe()
        program = shutil.which("chromium") or shutil.which("chromium-browser")

        def place():
            first, second = os.dup(commands), os.dup(answers)
            os.dup2(first, 3)
            os.dup2(second, 4)

        self.process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={self.folder}", "about:blank"],
            preexec_fn=place, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(answers)
        self.rest, self.number, self.events, self.session = b"", 0, [], None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(domain + ".enable")

    def message(self):
        while b"\0" not in self.rest:
            part = os.read(self.read, 1 << 20)
            if not part:
                raise RuntimeError("the browser is gone")
            self.rest += part
        line, self.rest = self.rest.split(b"\0", 1)
        return json.loads(line)

    def call(self, method, **params):
        self.number += 1
        command = {"id": self.number, "method": method, "params": params}
        if self.session:
            command["sessionId"] = self.session
        os.write(self.write, json.dumps(command).encode() + b"\0")
        while True:
            m = self.message()
            if m.get("id") == self.number:
                if "error" in m:
                    raise RuntimeError(m["error"])
                return m["result"]
            if "method" in m:
                self.events.append(m)

    def js(self, expression):
        r = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in r:
            raise RuntimeError(r["exceptionDetails"])
        return r["result"].get("value")

    def open(self, path, ready="document.documentElement?.dataset.ready === '1'"):
        self.events.clear()
        self.call("Page.navigate", url="file://" + os.path.abspath(path))
        self.js("new Promise(done => { const look = () => (%s) ? done(1) : setTimeout(look, 20); look(); })" % ready)

    def key(self, key, code=None, number=0, text=""):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=code or key,
                      windowsVirtualKeyCode=number, text=text if kind == "keyDown" else "")

    def size(self, width, height, mobile=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)

    def media(self, media="", scheme="light"):
        self.call("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def shot(self, path, full=False):
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=full)["data"]
        with open(path, "wb") as f:
            f.write(base64.b64decode(data))

    def pdf(self, path):
        with open(path, "wb") as f:
            f.write(base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True)["data"]))

    def troubles(self, page):
        """Console errors and requests of anything but the page itself."""
        self.js("1")
        found = []
        for e in self.events:
            p = e["params"]
            if e["method"] == "Network.requestWillBeSent" and not p["request"]["url"].endswith(page):
                found.append("request " + p["request"]["url"][:200])
            elif e["method"] == "Runtime.exceptionThrown":
                found.append("exception " + json.dumps(p)[:400])
            elif e["method"] == "Runtime.consoleAPICalled" and p["type"] in ("error", "warning"):
                found.append("console " + json.dumps(p["args"])[:400])
            elif e["method"] == "Log.entryAdded" and p["entry"]["level"] in ("error", "warning"):
                found.append("log " + p["entry"]["text"][:400])
        return found

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
        except (RuntimeError, OSError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.read)
        os.close(self.write)
        shutil.rmtree(self.folder, ignore_errors=True)
