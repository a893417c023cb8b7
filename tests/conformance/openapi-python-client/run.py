"""Lists the employees of a sandbox with the client that openapi-python-client generated."""

import json
import os
import sys
import threading


def end_with_input() -> None:
    # Not sys.stdin: the interpreter cannot end while another thread waits in it.
    while os.read(0, 4096):
        pass
    os._exit(1)


threading.Thread(target=end_with_input, daemon=True).start()
sys.dont_write_bytecode = True
sys.path.insert(0, os.environ["GENERATED"])

from personeel_client import AuthenticatedClient  # noqa: E402 - it is generated
from personeel_client.api.assignments import list_employee_assignments  # noqa: E402
from personeel_client.api.employees import get_employee, list_employees, list_employees_v1  # noqa: E402
from personeel_client.models import (  # noqa: E402
    GetEmployeeApiVersion,
    ListEmployeeAssignmentsApiVersion,
    ListEmployeesApiVersion,
    ListEmployeesV1ApiVersion,
)

institute, year = os.environ["INSTITUTE"], os.environ["SCHOOL_YEAR"]
# Requests to this machine must not go through a proxy.
client = AuthenticatedClient(
    base_url=os.environ["API_URL"],
    token=os.environ["TOKEN"],
    raise_on_unexpected_status=True,
    httpx_args={"trust_env": False},
)
with client:
    # An unknown or missing property would make decoding fail here.
    staff = list_employees.sync(
        client=client, institute_no=institute, schoolyear=year, api_version=ListEmployeesApiVersion.VALUE_2
    )
    short = list_employees_v1.sync(
        client=client, institute_no=institute, structure="311", api_version=ListEmployeesV1ApiVersion.VALUE_1
    )
    person = staff[0].person_id
    employee = get_employee.sync(
        person, client=client, institute_no=institute, schoolyear=year, api_version=GetEmployeeApiVersion.VALUE_2
    )
    work = list_employee_assignments.sync(
        person,
        client=client,
        institute_no=institute,
        schoolyear=year,
        api_version=ListEmployeeAssignmentsApiVersion.VALUE_2,
    )
    refused = list_employees.sync_detailed(
        client=client, institute_no="123456", schoolyear=year, api_version=ListEmployeesApiVersion.VALUE_2
    )

print(
    "found",
    json.dumps(
        {
            "staff": [str(employee.person_id) for employee in staff],
            "short": [employee.person_id for employee in short],
            "one": employee == staff[0],
            "assignments": len(work or []),
            "refused": int(refused.status_code),
        }
    ),
)
