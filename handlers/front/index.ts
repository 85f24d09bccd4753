/** Front: the ways in beside the page, for print-labs and their customers, for those who allow or know fixed addresses alone, and for who watches. */
import { LambdaFunction } from "../../components/compute";
import { Table } from "../../components/data";
import { OriginSecret, Waf } from "../../components/security";
import { Alb, Nlb } from "../../components/web";
import type { FeatureNeeds } from "..";
import { labs } from "./labs";
import { prints } from "./prints";
import { reportHealth } from "./report-health";
import { syslog } from "./syslog";

/** Where the page stands that says when the gallery is back: yours. */
const standIn = "192.0.2.53";
/** Where the labs deliver, and so whom the gallery serves: yours. */
const served = ["AT", "BE", "CH", "DE", "DK", "ES", "FR", "IE", "IT", "LU", "NL", "PL", "PT", "SE"];

/** Joins the feature's hosts and handlers to the layers. */
export function front(needs: FeatureNeeds): void {
  const { compute, data, dns, environment, inFront, network, web } = needs;
  const disposable = !environment.production;
  inFront.webAcl = new Waf("edge-waf", { scope: "CLOUDFRONT" }, { parent: environment });
  inFront.geoRestriction = { restrictionType: "whitelist", locations: served };
  // Where an origin does not answer in time.
  data.buckets.site.upload("handlers/front/site");
  inFront.errorPages = { 504: { page: "/late.html" } };

  const states = new Table("order-states", { hashKey: "orderId", disposable }, { parent: data });
  // What the CDN adds to its requests, and its origins ask for.
  const header = new OriginSecret("origin-secret", {}, { parent: environment });
  labs(needs, states, header);

  // Whether all is well: for the CDN without the internet, for others at fixed addresses.
  const alb = new Alb(
    "inner",
    { network, internal: true, certificate: dns?.certificate },
    { parent: web },
  );
  const health = new LambdaFunction(
    "report-health",
    reportHealth({ photos: data.tables.photos.name }),
    { access: [data.tables.photos.read()], timeout: 10 },
    { parent: compute },
  );
  alb.route("health", health, { when: { paths: ["/health.json"] }, priority: 10 });
  // Where nobody answers, the site's own file says so.
  inFront.origins.health = { origin: alb, pathPattern: "/health.json", fallback: "site" };

  prints(needs, states, header).route("GET /health.json", alb, {
    serverName: dns && `inner.${dns.domain}`,
  });

  const addresses = Object.fromEntries(network.zones.map((zone) => [zone, { disposable }]));
  const nlb = new Nlb("fixed", { network, addresses }, { parent: web });
  nlb.forward("inner", alb);
  syslog(needs, nlb);

  const healthCheck = dns?.healthCheck("fixed", { host: nlb.dnsName, path: "/health.json" });
  dns?.alias("fixed", nlb, { routing: { failover: "primary" }, healthCheck });
  dns?.record("fixed", { type: "A", values: [standIn], routing: { failover: "secondary" } });
  const domain = `internal.${dns?.domain}`;
  dns?.privateZone("internal", { domain, network, disposable }).alias("inner", alb);
}
