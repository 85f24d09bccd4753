# Greets whoever the event names. What is written last is the function's answer.
$name = if ($LambdaInput.name) { $LambdaInput.name } else { "world" }
@{ greeting = "Hello, $name!" } | ConvertTo-Json -Compress
