"""The server as it stands before other machines: with a certificate of its own, behind a proxy, and with the browser that it opens."""

from __future__ import annotations

import datetime
import ipaddress
import os
import ssl
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

x509 = pytest.importorskip("cryptography.x509")
httpx = pytest.importorskip("httpx2")

from cryptography.hazmat.primitives import hashes, serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ec  # noqa: E402
from tests.web.conftest import bearer  # noqa: E402
from tests.web.test_serving import Running, run  # noqa: E402
from tests.web.test_serving import start as start  # noqa: E402

from biennien.cli import main  # noqa: E402

PASSPHRASE = "mat-khau-cua-khoa"


def certificate(folder: Path, name: str = "own", passphrase: str | None = None) -> tuple[Path, Path]:
    """A certificate of this machine, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder(subject_name=subject, issuer_name=subject, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    kept: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        kept = serialization.BestAvailableEncryption(passphrase.encode())
    pem, secret = folder / f"{name}.pem", folder / f"{name}.key"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, kept))
    secret.chmod(0o600)
    return pem, secret


def environment(pem: Path, secret: Path, **more: str) -> dict[str, str]:
    return {"BIENNIEN_TLS_CERTIFICATE": str(pem), "BIENNIEN_TLS_KEY": str(secret), **more}


def test_with_a_certificate_it_speaks_https_and_nothing_else(
    start: Callable[..., Running], own: Path, tmp_path: Path, key: Callable[..., str]
) -> None:
    pem, secret = certificate(tmp_path)
    shown = key("write")
    server = start(environment=environment(pem, secret, BIENNIEN_REQUIRE_KEYS="1"))
    assert server.address.startswith("https://127.0.0.1:")
    trusted = ssl.create_default_context(cafile=str(pem))
    with httpx.Client(base_url=server.address, verify=trusted, timeout=30) as client:
        assert client.get("/api/v1/stories", headers=bearer(shown)).status_code == 200
        form = client.get("/sign-in", headers={"Accept": "text/html"})
        token = form.text.partition('name="csrf" value="')[2].partition('"')[0]
        sent = {"key": shown, "csrf": token}
        signed = client.post("/sign-in", data=sent, headers={"Origin": server.address})
        assert signed.status_code == 303
        cookies = [*form.headers.get_list("set-cookie"), *signed.headers.get_list("set-cookie")]
        assert len(cookies) == 2 and all(
            "secure" in row.lower() and "httponly" in row.lower() for row in cookies
        )
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 200
    with pytest.raises(httpx.HTTPError):  # whoever does not trust the certificate
        httpx.get(f"{server.address}/api/v1/stories", timeout=10)
    with pytest.raises(httpx.HTTPError):  # in the clear
        httpx.get(server.address.replace("https://", "http://"), timeout=10)
    code, out, err = server.stop()
    assert code == 0 and "Traceback" not in err
    assert shown not in out + err and "in the clear" not in err


WRONG: dict[str, tuple[Callable[[Path], dict[str, str]], str]] = {
    "no key": (lambda f: {"BIENNIEN_TLS_CERTIFICATE": str(certificate(f)[0])}, "belong together"),
    "no file": (lambda f: environment(certificate(f)[0], f / "none.key"), "none.key: it cannot be read"),
    "another's key": (
        lambda f: environment(certificate(f)[0], certificate(f, "b")[1]),
        "do not work together",
    ),
    "a passphrase": (lambda f: environment(*certificate(f, passphrase=PASSPHRASE)), "without a passphrase"),
    "no certificate": (
        lambda f: environment(certificate(f)[1], certificate(f, "b")[1]),
        "do not work together",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_certificate_that_cannot_be_used_is_named_before_it_listens(
    case: str, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process, since nothing is listened to."""
    from biennien.model.errors import InputError
    from biennien.web.serving import serve
    from biennien.web.settings import load_settings

    given, words = WRONG[case]
    settings = load_settings(given(tmp_path), tmp_path, store=own, port=0)
    with pytest.raises(InputError, match=words) as found:
        serve(settings, lambda address: pytest.fail(address))
    assert found.value.remedy


def test_behind_a_proxy_it_asks_for_keys_and_believes_the_proxy_alone(
    start: Callable[..., Running], key: Callable[..., str]
) -> None:
    shown = key()
    asked = {"BIENNIEN_BEHIND_PROXY": "1", "BIENNIEN_HOSTS": "127.0.0.1,localhost,tin.example"}
    server = start(environment=asked)
    proxied = {"Host": "tin.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}
    page = {**proxied, "Accept": "text/html"}
    assert server.client.get("/api/v1/stories", headers=proxied).status_code == 401
    assert server.client.get("/api/v1/stories", headers={**proxied, **bearer(shown)}).status_code == 200
    assert (
        server.client.get("/api/v1/stories", headers={**proxied, "Host": "other.example"}).status_code == 421
    )
    # What the browser calls https came to us over http: the form is ours all the same, and its cookies are for https only.
    form = server.client.get("/sign-in", headers=page)
    token = form.text.partition('name="csrf" value="')[2].partition('"')[0]
    cookie = "; ".join(row.partition(";")[0] for row in form.headers.get_list("set-cookie"))
    for origin, status in (
        ("https://tin.example", 303),
        ("http://tin.example", 403),
        ("https://evil.example", 403),
    ):
        sent = {**page, "Origin": origin, "Cookie": cookie}
        answer = server.client.post("/sign-in", data={"key": shown, "csrf": token}, headers=sent)
        assert answer.status_code == status, origin
        assert "secure" in answer.headers.get("set-cookie", "secure").lower()
    wrong = bearer(shown[:-1] + ("a" if shown[-1] != "a" else "b"))
    assert server.client.get("/api/v1/stories", headers={**proxied, **wrong}).status_code == 401
    _, out, err = server.stop()
    assert "a wrong key was shown from 198.51.100.7" in err
    assert shown not in out + err and wrong["Authorization"].split()[1] not in out + err


def test_without_a_proxy_nobody_says_whence_he_comes(
    start: Callable[..., Running], key: Callable[..., str]
) -> None:
    shown = key()
    server = start(environment={"BIENNIEN_REQUIRE_KEYS": "1"})
    forged = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https", **bearer("bn_no_key")}
    assert server.client.get("/api/v1/stories", headers=forged).status_code == 401
    form = server.client.get("/sign-in", headers={"Accept": "text/html", "X-Forwarded-Proto": "https"})
    assert "secure" not in form.headers["set-cookie"].lower()
    _, _, err = server.stop()
    assert "a wrong key was shown from 127.0.0.1" in err and "198.51.100.7" not in err
    assert shown not in err


ADDRESS = "http://127.0.0.1:8321/"
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the stand-in for the browser was given; the server itself is none."""
    from biennien.web import serving

    noted, folder = tmp_path / "opened", tmp_path / "bin"
    folder.mkdir()
    browser = folder / "xdg-open"
    browser.write_text(f'#!/bin/sh\nprintf "%s" "$1" > {noted}.new && mv {noted}.new {noted}\n', "utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(serving, "serve", lambda settings, ready, *_: ready(ADDRESS))
    for name in SCREENS:
        monkeypatch.delenv(name, raising=False)
    return noted


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="it opens the browser in another way there")
@pytest.mark.parametrize("screen", [None, *SCREENS])
def test_open_opens_the_page_where_there_is_a_screen_and_says_so_where_there_is_none(
    screen: str | None, opened: Path, own: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    if screen:
        monkeypatch.setenv(screen, ":0")
    assert main(["--lang", "en", "serve", "--store", str(own), "--open"]) == 0
    until = time.monotonic() + 20
    while screen and not opened.exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert opened.exists() is bool(screen)
    assert not screen or opened.read_text("utf-8") == ADDRESS
    assert ("open the address yourself" in capsys.readouterr().err) is not bool(screen)


def test_what_the_command_says_of_a_wrong_certificate(own: Path, tmp_path: Path, monkeypatch: Any) -> None:
    pem, secret = certificate(tmp_path, passphrase=PASSPHRASE)
    (tmp_path / "biennien.toml").write_text(
        f'[serve]\ntls_certificate = "{pem}"\ntls_key = "{secret}"\n', "utf-8"
    )
    found = run("serve", "--store", str(own), "--port", "0", cwd=tmp_path)
    assert found.returncode == 2 and "Traceback" not in found.stderr and found.stdout == ""
    assert str(secret) in found.stderr and "without a passphrase" in found.stderr
