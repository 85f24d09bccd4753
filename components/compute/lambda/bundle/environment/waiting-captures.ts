// A captured Output may wait for the function that captures it, through other resources: then neither ever gets a value
// and Node.js ends the program with nothing left to do. What waited is named then.

const waiting = new Map<Promise<unknown>, string>();
let watches = false;

/** Remembers what is captured until its value is there. */
export function noteWaiting(value: Promise<unknown>, capture: string): void {
  if (!watches) {
    watches = true;
    process.once("beforeExit", tellWaiting);
  }
  waiting.set(value, capture);
  const forget = () => waiting.delete(value);
  value.then(forget, forget);
}

function tellWaiting(): void {
  for (const capture of waiting.values()) {
    console.error(
      `${capture}, which never got a value. If it depends on the function itself, read it at run time instead, for example from a parameter or a table.`,
    );
  }
}
