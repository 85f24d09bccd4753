// Milliseconds to build a number of handlers, in a process of its own: `build-time.ts <way> <count> <folder>`.
import * as aws from "@pulumi/aws";
import { bundleHandler } from "../../components/compute/lambda/bundle";
import { useMocks } from "./packages";
import { keeping, numbered } from "./subjects";

async function main(way: string, count: number, folder: string): Promise<void> {
  useMocks();
  void aws.lambda.Function; // loaded before the clock starts, as it is in any program
  const start = process.hrtime.bigint();
  const numbers = Array.from({ length: count }, (_, index) => index);
  if (way !== "default") {
    const handler = way === "keeping" ? keeping : numbered;
    await Promise.all(
      numbers.map((index) => bundleHandler(handler(index), { name: `f${index}`, folder })),
    );
  } else {
    const functions = numbers.map(
      (index) =>
        new aws.lambda.CallbackFunction(`f${index}`, {
          callback: numbered(index) as never,
          runtime: "nodejs22.x",
        }),
    );
    for (const { urn } of functions) {
      await (urn as unknown as { promise(): Promise<string> }).promise();
    }
  }
  console.log(Number(process.hrtime.bigint() - start) / 1e6);
}

const [way, count, folder] = process.argv.slice(2);
void main(way, Number(count), folder);
