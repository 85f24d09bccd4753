/** The listeners of an application load balancer. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild } from "../../component";
import { Certificate } from "../../contracts";
import { strongTlsPolicy } from "../../../rules/load-balancing";

export const HTTP = 80;
export const HTTPS = 443;

/** A second listener, on which ECS shows a new version before it gets the visitors. */
export interface TestListenerArgs {
  /** Port that it takes requests on. Default: 9443, or 9080 without certificate. */
  port?: number;
  /** Networks whose requests are let in, such as that of the testers. Default: nobody but what connects to the load balancer. */
  allowedCidrs?: readonly string[];
}

export function testPort({ port }: TestListenerArgs, isEncrypted: boolean): number {
  return port ?? (isEncrypted ? 9443 : 9080);
}

interface ListenerChoice {
  readonly loadBalancerArn: pulumi.Output<string>;
  readonly certificate?: Certificate;
  readonly moreCertificates?: Readonly<Record<string, Certificate>>;
}

/** The listener that takes the requests; with a certificate beside one that sends them to HTTPS. */
export function makeListeners(
  { loadBalancerArn, certificate, moreCertificates = {} }: ListenerChoice,
  child: MakeChild,
): aws.lb.Listener {
  if (!certificate) {
    return child(
      aws.lb.Listener,
      "http",
      { loadBalancerArn, port: HTTP, protocol: "HTTP", defaultActions: notFound() },
      { key: "listener" },
    );
  }
  const listener = child(
    aws.lb.Listener,
    "https",
    { loadBalancerArn, port: HTTPS, ...encrypted(certificate), defaultActions: notFound() },
    { key: "listener" },
  );
  child(aws.lb.Listener, "redirect", {
    loadBalancerArn,
    port: HTTP,
    protocol: "HTTP",
    defaultActions: [
      {
        type: "redirect",
        redirect: { protocol: "HTTPS", port: String(HTTPS), statusCode: "HTTP_301" },
      },
    ],
  });
  for (const name of Object.keys(moreCertificates).sort()) {
    const args = { listenerArn: listener.arn, certificateArn: moreCertificates[name].arn };
    child(aws.lb.ListenerCertificate, name, args, { key: "certificate" });
  }
  return listener;
}

export function makeTestListener(
  { loadBalancerArn, certificate }: ListenerChoice,
  port: number,
  child: MakeChild,
): aws.lb.Listener {
  const spoken = certificate ? encrypted(certificate) : { protocol: "HTTP" };
  return child(aws.lb.Listener, "test", {
    loadBalancerArn,
    port,
    ...spoken,
    defaultActions: notFound(),
  });
}

function encrypted({ arn }: Certificate) {
  return { protocol: "HTTPS", sslPolicy: strongTlsPolicy, certificateArn: arn };
}

/** What no rule takes does not exist. */
function notFound(): aws.types.input.lb.ListenerDefaultAction[] {
  return [
    {
      type: "fixed-response",
      fixedResponse: { statusCode: "404", contentType: "text/plain", messageBody: "Not found" },
    },
  ];
}
