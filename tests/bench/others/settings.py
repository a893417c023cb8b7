"""The settings that the benchmark passes in the environment."""

import os

API_URL = os.environ["API_URL"]
IDENTITY_URL = os.environ["IDENTITY_URL"]
INSTITUTE = os.environ["INSTITUTE"]
SCHOOL_YEAR = os.environ["SCHOOL_YEAR"]
# For a first call, which initialises what every call needs.
PERSON = os.environ["PERSON"]
# The form of a token request.
GRANT = {
    "grant_type": "client_credentials",
    "client_id": os.environ["CLIENT_ID"],
    "client_secret": os.environ["CLIENT_SECRET"],
    "scope": os.environ["SCOPE"],
}
