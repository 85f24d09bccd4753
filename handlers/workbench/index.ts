/** Workbench: a server with an address of its own and no open port, on which those who run the gallery open a session. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Instance } from "../../components/compute";
import { Volume } from "../../components/data";
import { ElasticIp } from "../../components/web";
import type { FeatureNeeds } from "..";

/** Joins the server and its disk to the layers. */
export function workbench(needs: FeatureNeeds): void {
  const { compute, data, decoupling, environment, network, web } = needs;
  const { failures } = decoupling.queues;
  const disposable = !environment.production;
  // The server may go; what somebody wrote down on it stays, and so does the address that others let in.
  const notes = new Volume(
    "workbench-notes",
    { zone: network.zones[0], size: 8, disposable },
    { parent: data },
  );
  const elasticIp = new ElasticIp("workbench-address", { disposable }, { parent: web });
  const disk = notes.volumeId.apply((id) => id.replace("-", ""));
  const server = new Instance(
    "workbench",
    {
      network,
      elasticIp,
      // What is on it can be made anew at any time.
      terminationProtection: false,
      access: [data.tables.photos.read(), failures.receive()],
      userData: [
        {
          file: {
            path: "/etc/workbench.conf",
            content: pulumi.interpolate`REGION=${environment.region}
FAILURES_URL=${failures.url}
NOTES_DISK=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${disk}
`,
          },
        },
        {
          file: {
            path: "/usr/local/bin/failed-messages",
            content: readFileSync(path.join(__dirname, "failed-messages.sh"), "utf8"),
            permissions: "0755",
          },
        },
        { everyStart: readFileSync(path.join(__dirname, "mount-notes.sh"), "utf8") },
      ],
    },
    { parent: compute },
  );
  notes.attachTo(server.instanceId);
}
