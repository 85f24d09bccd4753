import { allStacks, largestStack } from "../stacks";
import { livesThrough } from "./whole-life";

describe("life of the other stacks", () =>
  livesThrough(allStacks.filter((given) => !largestStack.includes(given))));
