/** The composition: read it from top to bottom and you have seen the architecture. */
import * as pulumi from "@pulumi/pulumi";
import { CdnLayer } from "./components/cdn";
import { ComputeLayer } from "./components/compute";
import { DataLayer } from "./components/data";
import { DecouplingLayer } from "./components/decoupling";
import { DnsLayer } from "./components/dns";
import { Environment } from "./components/environment";
import { Network } from "./components/network";
import { WebLayer } from "./components/web";
import { partner } from "./handlers/partner";
import { photos } from "./handlers/photos";
import { readSettings } from "./settings";

export = () => {
  const settings = readSettings();
  const inside = { parent: new Environment(pulumi.getStack(), settings.environment) };

  // Ground: the network, and the names under which the stack is reached.
  const network = new Network("network", settings.network, inside);
  const dns = settings.dns && new DnsLayer("dns", settings.dns, inside);

  // What keeps state.
  const data = new DataLayer(
    "data",
    {
      tables: { photos: { hashKey: "userId", rangeKey: "photoId", ...settings.data } },
      buckets: { originals: settings.data, site: settings.data },
    },
    inside,
  );
  data.buckets.site.upload("site");
  const decoupling = new DecouplingLayer(
    "decoupling",
    { queues: { uploads: { consumerTimeout: 60 }, failures: {} } },
    inside,
  );

  // What takes requests, and what answers them.
  const web = new WebLayer("web", { api: settings.web }, inside);
  const compute = new ComputeLayer("compute", { network }, inside);
  photos({ data, decoupling, compute, web });
  if (settings.partner) {
    partner({ network, data, decoupling, compute, web, ...settings.partner });
  }

  // In front of it all.
  const cdn = new CdnLayer(
    "cdn",
    {
      certificate: dns?.edgeCertificate,
      origins: { site: data.buckets.site, api: web.api },
    },
    inside,
  );
  data.buckets.originals.acceptUploadsFrom(cdn.url);
  dns?.alias("www", cdn);

  return {
    url: cdn.url,
    apiUrl: web.api.url,
    publicIps: network.egress.publicIps,
    ...(dns ? { dns: { zoneId: dns.zoneId, domain: dns.domain } } : {}),
  };
};
