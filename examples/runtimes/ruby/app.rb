# Greets whoever the event names.
def handler(event:, context:)
  name = event["name"].to_s
  name = "world" if name.empty?
  { greeting: "Hello, #{name}!" }
end
