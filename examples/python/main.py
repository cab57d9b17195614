"""One signed exchange over REST, SOAP 1.1 and SOAP 1.2, step by step.

Stops with a non-zero status at the first answer that is not the one the standard calls for.
"""

import json
import secrets
import sys
from pathlib import Path

from message import ADD, QUERY, Settings, compose, read
from wires import GatewayFault, Rest, Soap, Wire


def make_records(sample: dict, count: int) -> list[dict]:
    """Copies of the sample under keys of their own: the last ten digits are six of this run and a number."""
    key = sample["key"]
    head = sample["record"][key][:-10] + f"{secrets.randbelow(10**6):06}"
    return [{**sample["record"], key: f"{head}{index:04}"} for index in range(count)]


def expect(actual: object, wanted: object) -> None:
    if actual != wanted:
        sys.exit(f"expected {wanted!r}, but got {actual!r}")


def walk(settings: Settings, wire: Wire, sample: dict) -> None:
    busicode, key = sample["busicode"], sample["key"]
    record, *many = make_records(sample, 2001)

    def ask(action: str, items: list[dict]) -> dict:
        request = compose(settings, action, busicode, items)
        return read(settings, request, wire.send(request))

    def told(step: str) -> None:
        print(f"ok  {wire.name:8}  {step}", flush=True)

    added = compose(settings, ADD, busicode, [record])
    first_answer = wire.send(added)
    expect(read(settings, added, first_answer)["counts"]["created"], 1)
    told("added a record with Chinese text")

    expect(ask(QUERY, [{key: record[key]}])["busilist"], [record])
    told("found it by its key, unchanged, and the answer is signed")

    refused = ask(ADD, [{**record, **sample["broken"]}])
    expect((refused["result"], refused["code"]), ("0000", "RULES_FAILED"))
    told(f"a record against the rules was refused: {refused['message']}")

    forged = compose(settings, ADD, busicode, [record]) | {"sign": added["sign"]}
    told(f"a wrong sign was refused{send_forged(settings, wire, forged)}")

    expect(wire.send(added), first_answer)
    told("the same message again got the same answer")

    expect(ask(ADD, many)["counts"]["created"], 2000)
    expect(ask(QUERY, [{key: many[-1][key]}])["busilist"], [many[-1]])
    told("added 2,000 records in one exchange")


def send_forged(settings: Settings, wire: Wire, forged: dict[str, str]) -> str:
    """By SOAP the refusal is a Fault, by REST a normal answer; both tell the same code."""
    try:
        code, manner = read(settings, forged, wire.send(forged))["code"], ""
        expect(wire.name, "REST")
    except GatewayFault as fault:
        code, manner = fault.code, " by a Fault"
    expect(code, "SIGN_MISMATCH")
    return f"{manner}: {code}"


def main() -> None:
    settings = Settings.from_environment()
    samples = Path(__file__).parent.parent / "samples"
    sample = json.loads((samples / f"{settings.standard}.json").read_text(encoding="utf-8"))
    for wire in (Rest(settings), Soap(settings, "1.1"), Soap(settings, "1.2")):
        walk(settings, wire, sample)


if __name__ == "__main__":
    main()
