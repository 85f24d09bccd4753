// The feature in a stack.
import { areBounded, areClosed } from "../../tests/handlers/public-functions";

describe("A stack with search", function () {
  areBounded("search", ["find-photos"]);
  areClosed("search", ["GET /photos/search"]);
});
