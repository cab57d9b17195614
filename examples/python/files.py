"""Signed files through a folder that the gateway watches: csv in GB18030, by the standard library alone.

As an old system does it that writes what its own code page is. Stops with a non-zero status at the first answer that
is not the one the standard calls for. Signs by MD5 or HMAC-SM3 (OpenSSL's SM3, by hashlib).
"""

import csv
import hashlib
import hmac
import json
import os
import re
import secrets
import sys
import time
import uuid
from pathlib import Path

ADD, QUERY = "01", "04"
PATIENCE = 60

folder = Path(os.environ["TONGGUI_FOLDER"])
appid = os.environ["TONGGUI_APPID"]
secret = os.environ["TONGGUI_SECRET"]
profile = os.environ["TONGGUI_PROFILE"]
standard = os.environ["TONGGUI_STANDARD"]


def sign(fields: dict[str, str]) -> str:
    """`a=…&b=…&key=SECRET` in the order of the standard's table, upper-case hex."""
    text = "&".join(f"{name}={value}" for name, value in {**fields, "key": secret}.items()).encode("utf-8")
    if profile == "MD5":
        return hashlib.md5(text).hexdigest().upper()
    if profile != "HMAC-SM3":
        sys.exit(f"the standard library cannot sign by {profile}")
    key = bytes.fromhex(secret) if re.fullmatch(r"[0-9a-fA-F]{32}", secret) else secret.encode("ascii")
    return hmac.new(key, text, "sm3").hexdigest().upper()


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def head_of(action: str, busicode: str, records: list[dict[str, str]]) -> dict[str, str]:
    """The identity message; its sign covers the records as a JSON array of texts, which is not written itself."""
    signed = {
        "appid": appid,
        "busicode": busicode,
        "action": action,
        "busilist": compact(records),
        "random": str(uuid.uuid4()),
    }
    return {**{name: text for name, text in signed.items() if name != "busilist"}, "sign": sign(signed)}


def write(path: Path, head: dict[str, str], records: list[dict[str, str]]) -> None:
    """Lines of the head, the names of the columns, a line for each record."""
    columns = list(dict.fromkeys(name for record in records for name in record))
    with path.open("w", encoding="gb18030", newline="") as file:
        lines = csv.writer(file)
        lines.writerows((f"#{name}", text) for name, text in head.items())
        lines.writerow(columns)
        lines.writerows([record.get(name, "") for name in columns] for record in records)


def read(path: Path) -> list[dict[str, str]]:
    """The lines below head and columns, each by the names of the columns; what is empty is not there."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        columns, *lines = (line for line in csv.reader(file) if line and not line[0].startswith("#"))
    return [{name: text for name, text in zip(columns, line) if text != ""} for line in lines]


def proven(head: dict[str, str], reply: dict) -> dict:
    """What `datalist` says, once sign and id have proved right. S1 signs appid and busicode too."""
    names = ["appid", "busicode"] if standard == "s1" else []
    signed = {**{name: reply[name] for name in names}, "datalist": compact(reply["datalist"]), "random": reply["random"]}
    if not hmac.compare_digest(sign(signed), reply["sign"]):
        sys.exit("the sign of the answer is wrong")
    expect(reply["random"], head["random"])
    return reply["datalist"]


def exchange(action: str, busicode: str, records: list[dict[str, str]]) -> tuple[dict, list[dict[str, str]]]:
    """The standard's answer to one file, and the lines of its report or of the records found."""
    head = head_of(action, busicode, records)
    name = f"{head['random']}.csv"
    # Nobody takes what is called .part; once renamed, the file is whole.
    draft = folder / "incoming" / f"{name}.part"
    write(draft, head, records)
    draft.rename(folder / "incoming" / name)
    answers = folder / "answers"
    reply = json.loads(awaited(answers / f"{name}.reply.json").read_text(encoding="utf-8"))
    found = answers / f"{name}.records.csv"
    return proven(head, reply), read(found if found.exists() else answers / f"{name}.report.csv")


def awaited(path: Path) -> Path:
    """The reply is written last, so whoever sees it finds the rest."""
    end = time.monotonic() + PATIENCE
    while not path.exists():
        if time.monotonic() > end:
            sys.exit(f"no answer: {path}")
        time.sleep(0.05)
    return path


def expect(actual: object, wanted: object) -> None:
    if actual != wanted:
        sys.exit(f"expected {wanted!r}, but got {actual!r}")


def told(step: str) -> None:
    print(f"ok  file      {step}", flush=True)


def main() -> None:
    samples = Path(__file__).parent.parent / "samples"
    sample = json.loads((samples / f"{standard}.json").read_text(encoding="utf-8"))
    busicode, key = sample["busicode"], sample["key"]
    start = sample["record"][key][:-10] + f"{secrets.randbelow(10**6):06}"
    both = [{**sample["record"], key: f"{start}{index:04}"} for index in range(2)]

    answer, report = exchange(ADD, busicode, both)
    expect(answer.get("code"), None)
    expect(answer["counts"]["created"], 2)
    expect([line["结果"] for line in report], ["已接收"] * 3)
    told("added two records by a signed csv in GB18030")

    _, found = exchange(QUERY, busicode, [{key: both[1][key]}])
    expect(found, [both[1]])
    told("asked for one of them by a file and read it from the answer, unchanged")

    answer, report = exchange(ADD, busicode, [both[0], {**both[1], **sample["broken"]}])
    expect(answer["code"], "RULES_FAILED")
    expect([line["结果"] for line in report], ["未接收", "未入库（同一文件有错误，整个文件未入库）", "有错误"])
    told(f"the report of a file with a fault: {report[2]['位置']} {report[2]['说明']}")


if __name__ == "__main__":
    main()
