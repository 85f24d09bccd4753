//! Greets whoever the event names.
use lambda_runtime::{run, service_fn, Error, LambdaEvent};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Request {
    name: Option<String>,
}

#[derive(Serialize)]
struct Response {
    greeting: String,
}

async fn greet(event: LambdaEvent<Request>) -> Result<Response, Error> {
    let name = event.payload.name.filter(|name| !name.is_empty());
    let greeting = format!("Hello, {}!", name.as_deref().unwrap_or("world"));
    Ok(Response { greeting })
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    run(service_fn(greet)).await
}
