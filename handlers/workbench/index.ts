/** Workbench: a server inside the network, on which those who run the gallery open a session. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Instance } from "../../components/compute";
import { Volume } from "../../components/data";
import type { FeatureNeeds } from "..";

/** Joins the server and its disk to the layers. */
export function workbench({ compute, data, decoupling, environment, network }: FeatureNeeds): void {
  const { failures } = decoupling.queues;
  // The server may go; what somebody wrote down on it stays.
  const notes = new Volume(
    "workbench-notes",
    { zone: network.zones[0], size: 8, disposable: !environment.production },
    { parent: data },
  );
  const disk = notes.volumeId.apply((id) => id.replace("-", ""));
  const server = new Instance(
    "workbench",
    {
      network,
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
