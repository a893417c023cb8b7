"""Adapts Schemathesis's requests to the sandbox: existing ids, and the path that is two calls.

Each change keeps valid values valid and invalid values invalid, so that Schemathesis still decides. The one exception
is the version of the employee list when it is absent: see below.
"""

import json
import os
import re

import schemathesis

KNOWN = json.loads(os.environ["KNOWN"])
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
YEAR = re.compile(r"[0-9]{4}-[0-9]{2}")


def replace_id(kind: str, value: object) -> object:
    """Replaces most GUIDs by existing ones, which random generation would not find."""
    if not isinstance(value, str) or not GUID.fullmatch(value):
        return value
    ids, number = KNOWN[kind], int(value.replace("-", ""), 16)
    return value if number % 4 == 0 else ids[number % len(ids)]


def school_year(value: object) -> object:
    """Makes the two years of a school year consecutive, which the pattern cannot express."""
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
    # The path of the list belongs to two calls with different versions. Without a version, or with the other call's, a
    # request is not an invalid request for this call but a valid one for the other.
    if version_2 and "Api-Version" not in headers:
        headers["Api-Version"] = "2"
    if str(headers.get("Api-Version")) == {"/employees": "1", "/employees#v1": "2"}.get(case.operation.path):
        headers["Api-Version"] = "3"

    # The service treats a blank parameter as absent, which is valid for an optional one.
    for name, value in query.items():
        if isinstance(value, str) and not value.strip():
            query[name] = "311" if name == "structure" and len(value) == 3 else "?"
    if "schoolyear" in query:
        query["schoolyear"] = school_year(query["schoolyear"])

    for name in path:
        path[name] = replace_id(name, path[name])
    if isinstance(case.body, dict):
        body = case.body
        if "schooljaar" in body:
            body["schooljaar"] = school_year(body["schooljaar"])
        if re.fullmatch("[0-9]{6}", str(body.get("instelnr"))):
            body["instelnr"] = KNOWN["institute"]
        if isinstance(body.get("hfd"), str) and len(body["hfd"]) == 3:
            body["hfd"] = "311"
