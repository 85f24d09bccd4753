// The feature in a stack.
import { areBounded, areClosed } from "../../tests/handlers/public-functions";

describe("A stack with accounts", function () {
  areBounded("accounts", ["close-session", "open-session", "show-session"]);
  areClosed(
    "accounts",
    ["POST /sessions"],
    // Who has a session proves it by the session itself.
    ["DELETE /sessions/current", "GET /sessions/current"],
  );
});
