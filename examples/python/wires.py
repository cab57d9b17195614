"""Three ways to the gateway: the same six members out, the same answer back."""

from typing import Protocol

import requests
import zeep
from lxml import etree
from zeep.wsdl.bindings import Soap11Binding, Soap12Binding

from message import Settings


class GatewayFault(Exception):
    """A SOAP Fault with the gateway's own code, such as SIGN_MISMATCH."""

    def __init__(self, code: str, message: str):
        super().__init__(f"{code}: {message}")
        self.code = code


class Wire(Protocol):
    name: str

    def send(self, request: dict[str, str]) -> dict[str, str]: ...


class Rest:
    """The members as JSON. `busilist` goes as text, so `datalist` comes back as text, ready to verify."""

    name = "REST"

    def __init__(self, settings: Settings):
        self.address = settings.exchange

    def send(self, request: dict[str, str]) -> dict[str, str]:
        return requests.post(self.address, json=request, timeout=30).json()


class Soap:
    """zeep reads everything from the served WSDL; the binding's class tells the envelope's version."""

    def __init__(self, settings: Settings, version: str):
        self.name = f"SOAP {version}"
        client = zeep.Client(settings.wsdl)
        wanted = Soap12Binding if version == "1.2" else Soap11Binding
        binding = next(binding for binding in client.wsdl.bindings.values() if type(binding) is wanted)
        self.service = client.create_service(binding.name, settings.exchange)

    def send(self, request: dict[str, str]) -> dict[str, str]:
        try:
            answer = zeep.helpers.serialize_object(self.service.exchange(**request), dict)
        except zeep.exceptions.Fault as fault:
            raise read_fault(fault) from fault
        return {name: text for name, text in answer.items() if text is not None}


def read_fault(fault: zeep.exceptions.Fault) -> Exception:
    """The gateway's own facts are in the Fault's detail, in an element `exchangeFault`."""
    facts = next(iter(fault.detail.iter("{*}exchangeFault")), None) if fault.detail is not None else None
    if facts is None:
        return fault
    members = {etree.QName(member).localname: member.text or "" for member in facts}
    return GatewayFault(members["code"], members["message"])
