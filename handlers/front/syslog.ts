/** Syslog at fixed addresses: cameras of the years before MQTT know an address and a port, and nothing else. */
import { Service } from "../../components/compute";
import type { Nlb } from "../../components/web";
import type { FeatureNeeds } from "..";

/** Where the cameras are: yours. */
const cameras = ["192.0.2.0/24"];
/** Ports of the container, which is no root's and so takes none below 1,024. */
const ports = { udp: 5514, tcp: 6514 };

/** Makes the listeners and the container behind them, which sees the cameras' own addresses. */
export function syslog({ compute, dns, network }: FeatureNeeds, nlb: Nlb): void {
  // Datagrams can't be asked whether they arrive: the other port is.
  const datagrams = nlb.targets("syslog", {
    port: 514,
    protocol: "UDP",
    targetPort: ports.udp,
    allowedCidrs: cameras,
    healthCheck: { port: String(ports.tcp), interval: 10 },
  });
  const streams = nlb.targets("syslog-tls", {
    port: 6514,
    targetPort: ports.tcp,
    allowedCidrs: cameras,
    ...(dns && { protocol: "TLS", certificate: dns.certificate }),
    preserveClientIp: true,
    healthCheck: { interval: 10 },
  });
  new Service(
    "syslog",
    {
      network,
      image: { context: "handlers/front/syslog-server" },
      target: datagrams,
      moreTargets: [streams],
      count: 1,
      spotShare: 1,
    },
    { parent: compute },
  );
}
