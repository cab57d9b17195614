"""The gateway's signatures: `a=…&b=…&key=SECRET`, digested by the application's profile, upper-case hex."""

import hashlib
import hmac
import re

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as keyed
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7


def key_bytes(secret: str) -> bytes:
    """A secret of 32 hex digits stands for 16 bytes; any other has exactly 16 ASCII characters."""
    return bytes.fromhex(secret) if re.fullmatch(r"[0-9a-fA-F]{32}", secret) else secret.encode("ascii")


def sm3(text: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(text)
    return digest.finalize()


def hmac_sm3(secret: str, text: bytes) -> bytes:
    code = keyed.HMAC(key_bytes(secret), hashes.SM3())
    code.update(text)
    return code.finalize()


def sm4(secret: str, plain: bytes) -> bytes:
    """SM4/ECB/PKCS#7."""
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.SM4(key_bytes(secret)), modes.ECB()).encryptor()
    return encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()


PROFILES = {
    "MD5": lambda secret, text: hashlib.md5(text).digest(),
    "SM4": sm4,
    "SM4-SM3": lambda secret, text: sm4(secret, sm3(text)),
    "HMAC-SM3": hmac_sm3,
}


def sign(profile: str, secret: str, fields: dict[str, str]) -> str:
    """Signs the fields in the order given, which is the order of the standard's table."""
    text = "&".join(f"{name}={value}" for name, value in {**fields, "key": secret}.items())
    return PROFILES[profile](secret, text.encode("utf-8")).hex().upper()


def verify(profile: str, secret: str, fields: dict[str, str], received: str) -> bool:
    """Compares in constant time."""
    return hmac.compare_digest(sign(profile, secret, fields).encode(), received.encode())
