"""Greets whoever the event names."""


def handler(event, context):
    name = (event or {}).get("name") or "world"
    return {"greeting": f"Hello, {name}!"}
