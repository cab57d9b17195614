"""The six members of a request, and an answer that is read only once its sign has proved to be right."""

import json
import os
import uuid
from dataclasses import dataclass

import signer

ADD, MODIFY, DELETE, QUERY = "01", "02", "03", "04"


@dataclass(frozen=True)
class Settings:
    """What the gateway's operator hands to an integrator."""

    exchange: str
    wsdl: str
    appid: str
    secret: str
    profile: str
    standard: str

    @staticmethod
    def from_environment() -> "Settings":
        exchange = os.environ["TONGGUI_EXCHANGE"]
        return Settings(
            exchange=exchange,
            wsdl=os.environ.get("TONGGUI_WSDL", f"{exchange}?wsdl"),
            appid=os.environ["TONGGUI_APPID"],
            secret=os.environ["TONGGUI_SECRET"],
            profile=os.environ.get("TONGGUI_PROFILE", "SM4"),
            standard=os.environ.get("TONGGUI_STANDARD", "s1"),
        )


def compose(settings: Settings, action: str, busicode: str, items: list[dict]) -> dict[str, str]:
    """A signed request with an id of its own; `busilist` is JSON text and is signed as it is sent."""
    members = {
        "appid": settings.appid,
        "busicode": busicode,
        "action": action,
        "busilist": json.dumps(items, ensure_ascii=False, separators=(",", ":")),
        "random": str(uuid.uuid4()),
    }
    return {**members, "sign": signer.sign(settings.profile, settings.secret, members)}


def read(settings: Settings, request: dict[str, str], answer: dict[str, str]) -> dict:
    """What `datalist` says. S1 signs appid, busicode, datalist and random; S2 the last two."""
    names = ["appid", "busicode"] if settings.standard == "s1" else []
    signed = {name: answer[name] for name in [*names, "datalist", "random"]}
    if not signer.verify(settings.profile, settings.secret, signed, answer["sign"]):
        raise ValueError("the sign of the answer is wrong")
    if answer["random"] != request["random"]:
        raise ValueError("the answer belongs to another request")
    return json.loads(answer["datalist"])
