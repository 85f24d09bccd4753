import { largestStack } from "../stacks";
import { livesThrough } from "./whole-life";

// A file of its own: it takes as long as the lives of all others, which begin beside it.
describe("life of the largest stack", () => livesThrough(largestStack));
