"""Lists employees as hand-written code would: requests, and pydantic's parser into its models."""

import requests
from pydantic import TypeAdapter

import settings
from measured import measure
from records import Employee

EMPLOYEES = TypeAdapter(list[Employee])


def get(session: requests.Session, path: str) -> bytes:
    response = session.get(f"{settings.API_URL}/{path}", params={"schoolyear": settings.SCHOOL_YEAR})
    response.raise_for_status()
    return response.content


with requests.Session() as session:
    # Requests to this machine must not go through a proxy.
    session.trust_env = False
    granted = session.post(f"{settings.IDENTITY_URL}/connect/token", data=settings.GRANT)
    granted.raise_for_status()
    session.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
    session.headers["InstituteNo"] = settings.INSTITUTE
    session.headers["Api-Version"] = "2"
    get(session, f"employees/{settings.PERSON}/ownfields")
    print(measure(lambda: EMPLOYEES.validate_json(get(session, "employees"))))
