/** The awsx provider as a process of its own: prints its port, ends when its input ends. */
import { PackageSchemas } from "../../../cloud-model";
import { construct } from "./construct";
import { Provider } from "./provider";
import { serve } from "./service";

/** awsx has components only; what they are made of belongs to aws. */
function componentsOnly(): never {
  throw new Error("awsx has no resources of its own");
}

const awsx: Provider = {
  version: new PackageSchemas().version("awsx"),
  check: componentsOnly,
  diff: componentsOnly,
  plan: componentsOnly,
  create: componentsOnly,
  read: componentsOnly,
  update: componentsOnly,
  delete: componentsOnly,
  invoke: componentsOnly,
};

void serve(awsx, construct).then(({ port, stop }) => {
  process.stdout.write(`${port}\n`);
  process.stdin.resume().on("end", stop);
});
