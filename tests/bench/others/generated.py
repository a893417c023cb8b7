"""Lists employees with the client that openapi-python-client generated."""

import httpx
from personeel_client import AuthenticatedClient
from personeel_client.api.employees import list_employees
from personeel_client.api.own_fields import list_employee_own_fields
from personeel_client.models import ListEmployeeOwnFieldsApiVersion, ListEmployeesApiVersion

import settings
from measured import measure

granted = httpx.post(f"{settings.IDENTITY_URL}/connect/token", data=settings.GRANT, trust_env=False)
client = AuthenticatedClient(
    base_url=settings.API_URL,
    token=granted.raise_for_status().json()["access_token"],
    raise_on_unexpected_status=True,
    # Requests to this machine must not go through a proxy.
    httpx_args={"trust_env": False},
)
with client:
    list_employee_own_fields.sync(
        settings.PERSON,
        client=client,
        institute_no=settings.INSTITUTE,
        schoolyear=settings.SCHOOL_YEAR,
        api_version=ListEmployeeOwnFieldsApiVersion.VALUE_2,
    )
    print(
        measure(
            lambda: list_employees.sync(
                client=client,
                institute_no=settings.INSTITUTE,
                schoolyear=settings.SCHOOL_YEAR,
                api_version=ListEmployeesApiVersion.VALUE_2,
            )
        )
    )
