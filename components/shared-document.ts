/** A document that exists once and collects entries from several places. */
import * as pulumi from "@pulumi/pulumi";

/**
 * A bucket policy, a queue policy, a bucket's notifications: AWS keeps one of each, and a second one
 * overwrites the first. The owner makes the resource in its constructor from `entries`; others add
 * to it while the program composes the stack. Composition is synchronous, so once the event loop
 * turns, everything has been added, and a later `add` is an error instead of a lost statement.
 *
 * Never put a component that holds such a resource into `dependsOn`: Pulumi would wait for all of its
 * children before the document is complete. Name single resources instead.
 *
 * @example
 * const tags = new SharedDocument<string>("names of the dashboard");
 * new aws.cloudwatch.Dashboard("overview", {
 *   dashboardName: "overview",
 *   dashboardBody: pulumi.jsonStringify(tags.entries.then((names) => ({ widgets: [...names] }))),
 * });
 * tags.add("uploads");
 */
export class SharedDocument<Entry> {
  /** All entries, in the order they were added, once composition has ended. */
  readonly entries: Promise<readonly Entry[]>;
  private readonly collected: Entry[] = [];
  private complete = false;

  /** @param title names the document in errors, such as `policy of bucket "originals"` */
  constructor(private readonly title: string) {
    this.entries = new Promise((resolve) =>
      setImmediate(() => {
        this.complete = true;
        resolve(this.collected);
      }),
    );
  }

  /** @throws pulumi.RunError once composition has ended. */
  add(entry: Entry): void {
    if (this.complete) {
      throw new pulumi.RunError(
        `The ${this.title} is already complete: something was added after the program's synchronous part ended.\n` +
          `  fix: add it before the first await and outside of apply()`,
      );
    }
    this.collected.push(entry);
  }
}
