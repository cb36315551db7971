"""The third judge of chapter 19: Apache's Python library (Debian: python3-thrift).

    thrift --gen py -out DIR thrift/pi.thrift
    PYTHONPATH=DIR python3 judge/judge.py bytes             the golden bytes, as JSON
    PYTHONPATH=DIR python3 judge/judge.py call PORT:PROTOCOL:TRANSPORT ...
"""

import json
import sys

from pi import PiService
from pi.ttypes import IllegalArgument, PiRequest, PiResponse
from thrift.protocol import TBinaryProtocol, TCompactProtocol, TJSONProtocol
from thrift.Thrift import TApplicationException, TMessageType, TType
from thrift.transport import TSocket, TTransport

PROTOCOLS = {
    "binary": TBinaryProtocol.TBinaryProtocol,
    "compact": TCompactProtocol.TCompactProtocol,
    "json": TJSONProtocol.TJSONProtocol,
}
TRANSPORTS = {
    "buffered": TTransport.TBufferedTransport,
    "framed": TTransport.TFramedTransport,
}
TEXT = 'π "]}\\/\n\t😀'


class Everything:
    """Arguments with an unknown field of each type, and calc's own."""

    def write(self, out):
        def field(type, id, write):
            out.writeFieldBegin("", type, id)
            write()
            out.writeFieldEnd()

        def numbers():
            out.writeListBegin(TType.I32, 20)
            for n in range(20):
                out.writeI32(n - 10)
            out.writeListEnd()

        def flags():
            out.writeSetBegin(TType.BOOL, 2)
            out.writeBool(True)
            out.writeBool(False)
            out.writeSetEnd()

        def names():
            out.writeMapBegin(TType.I64, TType.STRING, 2)
            for n in (1, -(2**40)):
                out.writeI64(n)
                out.writeString(TEXT)
            out.writeMapEnd()

        def structs():
            out.writeListBegin(TType.STRUCT, 2)
            for n in (1, 2):
                PiRequest(n).write(out)
            out.writeListEnd()

        out.writeStructBegin("")
        field(TType.BOOL, 2, lambda: out.writeBool(True))
        field(TType.BOOL, 3, lambda: out.writeBool(False))
        field(TType.BYTE, 4, lambda: out.writeByte(-7))
        field(TType.I16, 5, lambda: out.writeI16(-300))
        field(TType.I64, 6, lambda: out.writeI64(-(2**63)))
        field(TType.DOUBLE, 7, lambda: out.writeDouble(-1.5e300))
        field(TType.STRING, 8, lambda: out.writeString(TEXT))
        field(TType.LIST, 9, numbers)
        field(TType.SET, 10, flags)
        field(TType.MAP, 11, names)
        field(TType.LIST, 300, structs)
        field(TType.STRUCT, 1, lambda: PiRequest(42).write(out))
        out.writeFieldStop()
        out.writeStructEnd()


def illegal(why):
    return PiService.calc_result(ia=IllegalArgument(why))


CALL, REPLY = TMessageType.CALL, TMessageType.REPLY
MESSAGES = {
    "calc(1000)": ("calc", CALL, 1, PiService.calc_args(PiRequest(1000))),
    "calc(-1)": ("calc", CALL, 2, PiService.calc_args(PiRequest(-1))),
    "ping": ("ping", CALL, 3, PiService.ping_args(TEXT)),
    "note": ("note", TMessageType.ONEWAY, 4, PiService.note_args("")),
    "a number": ("calc", REPLY, 1, PiService.calc_result(success=PiResponse(3.140625))),
    "a text": ("ping", REPLY, 3, PiService.ping_result(success=TEXT)),
    "the exception": ("calc", REPLY, 2, illegal("n must be above 0")),
    "a failure": (
        "other",
        TMessageType.EXCEPTION,
        70000,
        TApplicationException(TApplicationException.UNKNOWN_METHOD, "Unknown function other"),
    ),
    "everything": ("calc", CALL, 5, Everything()),
}


def bytes_of(protocol, name, type, seqid, content):
    transport = TTransport.TMemoryBuffer()
    out = PROTOCOLS[protocol](transport)
    out.writeMessageBegin(name, type, seqid)
    content.write(out)
    out.writeMessageEnd()
    return transport.getvalue()


def shown(protocol, written):
    return written.decode() if protocol == "json" else written.hex()


def golden():
    return {
        name: {one: shown(one, bytes_of(one, *message)) for one in PROTOCOLS}
        for name, message in MESSAGES.items()
    }


def call(port, protocol, transport):
    """What each call gives, as the booklet's client makes it."""
    socket = TSocket.TSocket("127.0.0.1", int(port))
    wire = TRANSPORTS[transport](socket)
    client = PiService.Client(PROTOCOLS[protocol](wire))
    wire.open()
    try:
        client.note("hello from Python")
        given = [client.calc(PiRequest(1000)).value, client.ping(TEXT), client.ping("x" * 100_000)]
        try:
            client.calc(PiRequest(0))
        except IllegalArgument as error:
            given.append(error.message)
        return given
    finally:
        wire.close()


if __name__ == "__main__":
    command, *wires = sys.argv[1:]
    if command == "bytes":
        print(json.dumps(golden(), indent=2, ensure_ascii=False))
    else:
        print(json.dumps([call(*wire.split(":")) for wire in wires]))
