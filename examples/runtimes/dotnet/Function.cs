using System.Text.Json.Serialization;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;

[assembly: LambdaSerializer(typeof(DefaultLambdaJsonSerializer))]

namespace Greeting;

public record Request([property: JsonPropertyName("name")] string? Name);

public record Response([property: JsonPropertyName("greeting")] string Greeting);

/// <summary>Greets whoever the event names.</summary>
public class Function
{
    public Response Greet(Request request)
    {
        var name = string.IsNullOrEmpty(request.Name) ? "world" : request.Name;
        return new Response($"Hello, {name}!");
    }
}
