"""What Schemathesis is told about the sandbox: who is there, and where one path is two calls.

Each change keeps a valid value valid and an invalid one invalid, so the judgement stays Schemathesis's own. The one
exception is the version of the list of employees, where it is absent: see below.
"""

import json
import os
import re

import schemathesis

KNOWN = json.loads(os.environ["KNOWN"])
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
YEAR = re.compile(r"[0-9]{4}-[0-9]{2}")


def real(kind: str, value: object) -> object:
    """A GUID that exists in place of most others: chance finds none."""
    if not isinstance(value, str) or not GUID.fullmatch(value):
        return value
    ids, number = KNOWN[kind], int(value.replace("-", ""), 16)
    return value if number % 4 == 0 else ids[number % len(ids)]


def school_year(value: object) -> object:
    """A year and the one after it: the pattern cannot say that."""
    if not isinstance(value, str) or not YEAR.fullmatch(value) or not value.isascii():
        return value
    first = 2022 + int(value[:4]) % 6
    return f"{first}-{(first + 1) % 100:02}"


@schemathesis.hook
def before_call(context, case, kwargs):
    headers, query, path = case.headers or {}, case.query or {}, case.path_parameters or {}
    version_2 = case.operation.path == "/employees"

    if re.fullmatch("[0-9]{6}", str(headers.get("InstituteNo", ""))):
        headers["InstituteNo"] = KNOWN["institute"]
    # The path of the list stands for two calls, told apart by their version. Without it, or with that of the other one, a
    # request is no invalid one of this call but a valid one of the other.
    if version_2 and "Api-Version" not in headers:
        headers["Api-Version"] = "2"
    if str(headers.get("Api-Version")) == {"/employees": "1", "/employees#v1": "2"}.get(case.operation.path):
        headers["Api-Version"] = "3"

    # The service takes a blank parameter for an absent one, which for an optional one is no fault.
    for name, value in query.items():
        if isinstance(value, str) and not value.strip():
            query[name] = "311" if name == "structure" and len(value) == 3 else "?"
    if "schoolyear" in query:
        query["schoolyear"] = school_year(query["schoolyear"])

    for name in path:
        path[name] = real(name, path[name])
    if isinstance(case.body, dict):
        body = case.body
        if "schooljaar" in body:
            body["schooljaar"] = school_year(body["schooljaar"])
        if re.fullmatch("[0-9]{6}", str(body.get("instelnr"))):
            body["instelnr"] = KNOWN["institute"]
        if isinstance(body.get("hfd"), str) and len(body["hfd"]) == 3:
            body["hfd"] = "311"
