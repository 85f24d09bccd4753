package greeting;

import java.util.Map;

/** Greets whoever the event names. Lambda reads and writes maps as JSON by itself. */
public class Handler {
    public Map<String, String> greet(Map<String, String> event) {
        String given = event == null ? null : event.get("name");
        String name = given == null || given.isEmpty() ? "world" : given;
        return Map.of("greeting", "Hello, " + name + "!");
    }
}
