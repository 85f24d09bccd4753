"""What Lambda's Python runtime does, in small: loads the handler, asks the runtime API for the next
invocation, calls the handler and sends back its result or its error.
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""
import importlib
import json
import os
import sys
import traceback
import urllib.request

API = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime"


def send(address, value):
    request = urllib.request.Request(f"{API}/{address}", data=json.dumps(value).encode())
    urllib.request.urlopen(request).close()


def described(error):
    return {
        "errorType": type(error).__name__,
        "errorMessage": str(error),
        "trace": traceback.format_exception(error),
    }


sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
module, function = os.environ["_HANDLER"].rsplit(".", 1)
try:
    handler = getattr(importlib.import_module(module), function)
except Exception as error:
    send("init/error", described(error))
    sys.exit(1)

while True:
    with urllib.request.urlopen(f"{API}/invocation/next") as response:
        request_id = response.headers["lambda-runtime-aws-request-id"]
        event = json.load(response)
    try:
        send(f"invocation/{request_id}/response", handler(event, None))
    except Exception as error:
        send(f"invocation/{request_id}/error", described(error))
