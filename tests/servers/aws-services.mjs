// S3, SQS and SNS on a free port; the address is the first line of the output. Ends with the process that started it.
import { startFauxqs } from "fauxqs";

const server = await startFauxqs({
  port: 0,
  host: "127.0.0.1",
  defaultRegion: "eu-central-1",
  logger: false,
});
console.log(`http://127.0.0.1:${server.port}`);

const stop = async () => {
  await server.stop();
  process.exit(0);
};
process.once("SIGTERM", stop);
process.stdin.on("end", stop).resume();
