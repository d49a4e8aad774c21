"""nginx as a process of a test's own, with the site of deploy/ on free ports of this machine."""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import httpx

from command.paths import ROOT
from rehearsal.ports import own_port
from tests.requirement import lacking

SITE = (ROOT / "deploy" / "nginx" / "zhike.conf").read_text(encoding="utf-8")
ONE_SERVER = "server 127.0.0.1:8000 max_fails=0;"
FRAME = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/zhike.conf;
}}
"""


def program() -> str:
    """Ends the test where nginx is missing. Not every user's path has /usr/sbin."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        lacking("nginx", "nginx is not installed")
    return found


def write(folder: Path, site: str) -> list[str]:
    """Options with which nginx reads this site and writes to this folder alone."""
    (folder / "zhike.conf").write_text(site)
    (folder / "nginx.conf").write_text(FRAME.format(folder=folder))
    return ["-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def with_certificate(folder: Path, site: str) -> str:
    """The site with a certificate that we signed ourselves, in `folder`."""
    if shutil.which("openssl") is None:
        lacking("openssl", "openssl is not installed")
    certificate, key = folder / "zhike.pem", folder / "zhike.key"
    make = ["openssl", "req", "-x509", "-nodes", "-newkey", "rsa:2048", "-subj", "/CN=chat.bank.example"]
    names = ["-addext", "subjectAltName=DNS:chat.bank.example,IP:127.0.0.1"]
    subprocess.run([*make, *names, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    return site.replace("/etc/ssl/certs/zhike.pem", str(certificate)).replace("/etc/ssl/private/zhike.key", str(key))


class Nginx:
    """The site before `upstreams`, ports of this machine. Without TLS, unless `is_tls`; then `ca` is whom to trust."""

    def __init__(self, folder: Path, upstreams: Sequence[int], *, is_tls: bool = False) -> None:
        self.plain_port, self.port = own_port(), own_port()
        scheme = "https" if is_tls else "http"
        self.url, self.ca = f"{scheme}://127.0.0.1:{self.port}", folder / "zhike.pem"
        servers = "\n    ".join(ONE_SERVER.replace("8000", str(port)) for port in upstreams)
        assert ONE_SERVER in SITE
        site = SITE.replace("listen 80;", f"listen 127.0.0.1:{self.plain_port};")
        site = site.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{self.port}{' ssl http2' * is_tls};")
        site = site.replace(ONE_SERVER, servers)
        without_tls = "\n".join(line for line in site.splitlines() if "ssl_" not in line)
        self._argv = [program(), *write(folder, with_certificate(folder, site) if is_tls else without_tls)]

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._argv)
        while True:
            assert self._process.poll() is None, "nginx did not start"
            try:
                httpx.get(f"http://127.0.0.1:{self.plain_port}", trust_env=False)
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return self

    def __exit__(self, *exc: object) -> None:
        self._process.terminate()
        self._process.wait(60)
