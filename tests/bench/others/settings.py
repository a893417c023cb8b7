"""What the benchmark tells a program through its environment."""

import os

API_URL = os.environ["API_URL"]
IDENTITY_URL = os.environ["IDENTITY_URL"]
INSTITUTE = os.environ["INSTITUTE"]
SCHOOL_YEAR = os.environ["SCHOOL_YEAR"]
# Of a first call, which loads what every call needs.
PERSON = os.environ["PERSON"]
# The form that asks for a token.
GRANT = {
    "grant_type": "client_credentials",
    "client_id": os.environ["CLIENT_ID"],
    "client_secret": os.environ["CLIENT_SECRET"],
    "scope": os.environ["SCOPE"],
}
