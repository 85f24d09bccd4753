/** The composition: read it from top to bottom and you have seen the architecture. */
import * as pulumi from "@pulumi/pulumi";
import { CdnLayer, EdgeFunction } from "./components/cdn";
import { ComputeLayer } from "./components/compute";
import { DataLayer } from "./components/data";
import { DecouplingLayer } from "./components/decoupling";
import { DnsLayer } from "./components/dns";
import { Environment } from "./components/environment";
import { Network } from "./components/network";
import { Alarms } from "./components/observability";
import { WebLayer } from "./components/web";
import { compose, InFront } from "./handlers";
import { backedUp, nightly } from "./handlers/backed-up";
import { allExceptions } from "./policies/all-exceptions";
import { readSettings } from "./settings";

export = () => {
  const settings = readSettings();
  const { environment, placeholders } = settings;
  const needs = { ...environment, placeholders, exceptions: allExceptions };
  const parent = new Environment(pulumi.getStack(), needs);
  const inside = { parent };

  // Ground: the network, and the names under which the stack is reached.
  const network = settings.network && new Network("network", settings.network, inside);
  const dns = settings.dns && new DnsLayer("dns", settings.dns, inside);

  // What keeps state, and its second copy far away.
  const { disposable, copiesRegion: region } = settings.data;
  const copies =
    region === undefined
      ? undefined
      : new DataLayer(
          "copies",
          {
            buckets: { originals: { region, disposable } },
            backups: { nightly: { tag: nightly, copyTo: { region }, lock: {}, disposable } },
          },
          inside,
        ).buckets.originals;
  const data = new DataLayer(
    "data",
    {
      tables: {
        photos: {
          hashKey: "userId",
          rangeKey: "photoId",
          stream: "NEW_AND_OLD_IMAGES",
          disposable,
          transform: { table: { tags: backedUp } },
        },
      },
      buckets: {
        originals: { disposable, ...(copies && { replicateTo: { bucket: copies } }) },
        site: { disposable },
      },
    },
    inside,
  );
  data.buckets.site.upload("site");
  const decoupling = new DecouplingLayer(
    "decoupling",
    { queues: { uploads: { consumerTimeout: 60 }, failures: { deadLetters: false } } },
    inside,
  );

  // What takes requests, and what answers them.
  const { publicConcurrency, ...api } = settings.web;
  const web = new WebLayer("web", { api }, inside);
  const compute = new ComputeLayer("compute", { ...(network && { network }) }, inside);
  const layers = { environment: parent, network, dns, data, decoupling, compute, web };
  const inFront: InFront = { origins: {} };
  compose(settings.features, { ...layers, inFront, settings, publicConcurrency });

  // In front of it all.
  const cdn = new CdnLayer(
    "cdn",
    {
      certificate: dns?.edgeCertificate,
      aliases: dns && ["www", "@"],
      origins: {
        site: {
          origin: data.buckets.site,
          // One name for one page: the domain's own leads to www.
          viewerRequest: new EdgeFunction(
            "to-www",
            (event) => {
              const host = event.request.headers.host.value;
              if (host.startsWith("www.") || host.endsWith(".cloudfront.net")) return event.request;
              const location = { value: "https://www." + host + event.request.uri };
              return { statusCode: 301, headers: { location } };
            },
            {},
            inside,
          ),
        },
        api: web.api,
        ...inFront.origins,
      },
      webAcl: inFront.webAcl,
      geoRestriction: inFront.geoRestriction,
      errorPages: inFront.errorPages,
      contentSecurityPolicy: {
        "img-src": ["data:", data.buckets.originals.origin],
        "connect-src": [data.buckets.originals.origin],
      },
      // The API sees CloudFront's addresses alone: these lines are the record of who called.
      logs: environment.production
        ? new DataLayer(
            "logs",
            {
              buckets: {
                cdn: {
                  disposable,
                  lifecycle: {
                    lines: {
                      expireAfterDays: environment.logRetentionDays,
                      expireNoncurrentAfterDays: 1,
                    },
                  },
                },
              },
            },
            inside,
          ).buckets.cdn
        : undefined,
    },
    inside,
  );
  cdn.urls.forEach((url) => data.buckets.originals.acceptUploadsFrom(url));
  dns?.alias("www", cdn);
  dns?.alias("@", cdn);

  // Of all that was made; in production.
  const { accountConcurrency } = environment;
  new Alarms("alarms", { accountConcurrency }, inside);

  return {
    url: cdn.url,
    apiUrl: web.api.url,
    publicIps: network?.egress.publicIps ?? [],
    // For zones below this one, and for the registrar of the domain.
    ...(dns
      ? { dns: { zoneId: dns.zoneId, domain: dns.domain }, nameServers: dns.nameServers }
      : {}),
  };
};
