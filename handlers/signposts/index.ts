/** Signposts: what stands on parcels, in firewalls and in other people's name servers, and where it leads to today. */
import * as pulumi from "@pulumi/pulumi";
import { EdgeFunction, managedCachePolicies } from "../../components/cdn";
import { LambdaFunction } from "../../components/compute";
import { OriginSecret } from "../../components/security";
import type { FeatureNeeds } from "..";
import { labelOrder } from "./label-order";
import { names } from "./names";
import { showWay } from "./show-way";

/** Who writes and serves the pages of help, where no name of ours leads there: yours. */
const helpHost = "help.example.net";

/** Joins the feature's ways to the CDN, and its names to the zone. */
export function signposts(needs: FeatureNeeds): void {
  const { compute, data, dns, environment, inFront, network, publicConcurrency } = needs;
  const { origins } = inFront;

  // /go/...: what is printed stays, where it leads to may change.
  const go = new EdgeFunction(
    "go",
    showWay,
    {
      values: {
        addresses: pulumi.jsonStringify({ addresses: network.egress.publicIps }),
        help: "/help/",
        orders: "/prints/orders/",
      },
    },
    { parent: compute },
  );
  // Answered at the edge, whatever stands behind it.
  origins.go = {
    origin: data.buckets.site,
    pathPattern: "/go/*",
    stripPrefix: false,
    viewerRequest: go,
  };

  // What labs print on parcels; the same for an order always.
  origins.labels = {
    origin: new LambdaFunction(
      "label-order",
      labelOrder({ host: dns ? `www.${dns.domain}` : "" }),
      { url: {}, timeout: 5, reservedConcurrentExecutions: publicConcurrency },
      { parent: compute },
    ),
    cachePolicyId: managedCachePolicies.CachingOptimized,
  };

  // Pages of help, which stand in another house: it lets in who knows the header.
  const secret = new OriginSecret(
    "help-secret",
    { headerName: "X-Help-Secret" },
    { parent: environment },
  );
  origins.help = {
    origin: { originKind: "http", originDomain: dns ? `help.${dns.domain}` : helpHost },
    cachePolicyId: managedCachePolicies.CachingOptimized,
    headers: { [secret.name]: secret.value },
  };
  if (dns) names(dns);
}
