"""Puts values that count where schemathesis has made some up, in every other request, so that good answers are seen as well."""
import itertools
import os

import schemathesis

TURNS = itertools.count()

# By operationId and field of a form: the variable of the environment that has the value.
FIELDS = {
    ("introspect", "token"): "SIGNET_VISITOR",
    ("token", "subject_token"): "SIGNET_VISITOR",
    ("token", "refresh_token"): "SIGNET_REFRESH",
    ("registryLogin", "password"): "SIGNET_VISITOR",
}

# What the proxies of both profiles say.
ORIGINAL = {
    "X-Original-Method": "GET",
    "X-Original-URL": "https://app.example/info",
    "X-Forwarded-Method": "GET",
    "X-Forwarded-Host": "app.example",
    "X-Forwarded-Uri": "/info",
}


@schemathesis.hook
def before_call(context, case, kwargs):
    if next(TURNS) % 2:
        operation = case.operation.definition.raw.get("operationId")
        if operation == "authorize":
            case.headers.update(ORIGINAL)
        elif operation == "revokeToken":
            case.path_parameters["id"] = os.environ["SIGNET_SPARE_ID"]
        elif operation == "registryToken":
            case.query.pop("service", None)
        elif isinstance(case.body, dict):
            fill(operation, case.body)


def fill(operation, form):
    for field in form:
        if (operation, field) in FIELDS:
            form[field] = os.environ[FIELDS[operation, field]]
    if operation == "registryLogin":
        form["username"] = "PasswordIsAuthToken"
        form.pop("service", None)
