import assert from "node:assert/strict";
import { WritingOrder } from "../../../../../../../components/compute/lambda/bundle/plan/writing-order";

interface Part {
  readonly name: string;
  readonly isFunction: boolean;
}

const declaration = (name: string): Part => ({ name, isFunction: false });
const fn = (name: string): Part => ({ name, isFunction: true });

const namesOf = (parts: readonly Part[]): string => parts.map(({ name }) => name).join(" ");

describe("The order of a module's parts", () => {
  const [a, b, c, f, g] = [declaration("a"), declaration("b"), declaration("c"), fn("f"), fn("g")];
  const order = () => new WritingOrder<Part>(({ isFunction }) => isFunction);

  it("is that of the source, with what runs at once first", () => {
    const made = order();
    made.add(a, c, true);
    made.add(b, c, false);
    assert.equal(namesOf(made.of([a, b, c])), "c a b");
  });

  it("puts a captured function before the declaration that may call it", () => {
    const made = order();
    made.add(b, f, false);
    made.add(f, g, false);
    assert.equal(namesOf(made.of([a, b, f, g])), "a g f b");
  });

  it("puts a function behind what it needs when it is made", () => {
    const made = order();
    made.add(a, f, true);
    made.add(f, b, true);
    assert.equal(namesOf(made.of([a, b, f])), "b f a");
  });

  it("ends in a circle", () => {
    const made = order();
    made.add(a, b, true);
    made.add(b, a, true);
    assert.equal(namesOf(made.of([a, b])), "b a");
  });
});
