// Command bootstrap greets whoever the event names.
package main

import (
	"context"
	"fmt"

	"github.com/aws/aws-lambda-go/lambda"
)

type request struct {
	Name string `json:"name"`
}

type response struct {
	Greeting string `json:"greeting"`
}

func greet(_ context.Context, event request) (response, error) {
	name := event.Name
	if name == "" {
		name = "world"
	}
	return response{Greeting: fmt.Sprintf("Hello, %s!", name)}, nil
}

func main() {
	lambda.Start(greet)
}
