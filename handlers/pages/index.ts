/** Pages: the gallery as HTML, on Fargate behind a load balancer, and servers for those who run it. */
import { Fleet, LambdaFunction, Service } from "../../components/compute";
import { Bucket } from "../../components/data";
import { Waf } from "../../components/security";
import { Alb, ClassicLoadBalancer } from "../../components/web";
import type { FeatureNeeds } from "..";
import { turnAway } from "./turn-away";

/** Where the people work who run the gallery: yours. */
const operators = ["192.0.2.0/24"];
const port = 8080;
/** How programs that read all pages call themselves. */
const crawlers = ["*bot*", "*crawl*", "*spider*"];

/** Joins pages and servers to the layers. */
export function pages(needs: FeatureNeeds): void {
  const { compute, data, decoupling, dns, environment, network, web } = needs;
  const { disposable } = needs.settings.data;
  const inside = { parent: compute };
  // Without a domain there is no certificate, and nobody outside is let in.
  const logs = new Bucket("gallery-logs", { purpose: "logs", disposable }, { parent: data });
  const webAcl = new Waf("gallery-waf", {}, { parent: environment });
  const alb = new Alb(
    "gallery",
    { network, certificate: dns?.certificate, internal: dns === undefined, webAcl, logs },
    { parent: web },
  );
  dns?.alias("gallery", alb);

  new Service(
    "pages",
    {
      network,
      image: { context: "handlers/pages/server" },
      target: alb.targets("pages", {
        port,
        alternate: true,
        healthCheck: { path: "/health", interval: 10 },
      }),
      environment: { API_URL: web.api.url },
      // A tenth of the requests for five minutes, then all.
      deployment: { strategy: "canary", percent: 10, minutes: 5 },
      scaling: { min: 2, max: 6, cpu: 60 },
      spotShare: 0.5,
    },
    inside,
  );

  const admin = new Fleet(
    "admin",
    {
      network,
      instanceTypes: ["t4g.small", "t4g.medium"],
      scaling: { min: 1, max: 2 },
      target: alb.targets("admin", {
        port,
        targetType: "instance",
        when: { paths: ["/admin", "/admin/*"], sources: operators },
        priority: 10,
        healthCheck: { path: "/admin/health" },
        // Who looks at a server goes on looking at the same one.
        stickiness: { seconds: 3600 },
      }),
      // For sessions on the servers: `aws ssm start-session`.
      access: [data.tables.photos.read(), decoupling.queues.failures.receive()],
      userData: adminPages,
      lifecycleHooks: { drain: { at: "terminating", seconds: 90 } },
    },
    inside,
  );

  // The same photos are on the site: crawlers are sent there, and the containers serve people.
  const away = new LambdaFunction(
    "turn-away",
    turnAway({ site: dns ? `https://www.${dns.domain}/` : "/" }),
    { timeout: 5 },
    inside,
  );
  const when = {
    ...(dns && { hosts: [`gallery.${dns.domain}`] }),
    headers: { "User-Agent": crawlers },
  };
  alb.route("crawlers", away, { when, priority: 5 });

  // By their old name, until nobody uses it: then the load balancer of 2009 goes (docs/web.md).
  const certificate = dns?.certificate;
  const old = new ClassicLoadBalancer(
    "old-admin",
    {
      network,
      listeners: {
        admin: certificate
          ? { port: 443, protocol: "HTTPS", instancePort: port, certificate }
          : { port: 80, protocol: "HTTP", instancePort: port },
      },
      healthCheck: { target: `HTTP:${port}/admin/health` },
      internal: dns === undefined,
      allowedCidrs: operators,
      logs: new Bucket("old-admin-logs", { purpose: "logs", disposable }, { parent: data }),
    },
    { parent: web },
  );
  old.serve(admin);
  dns?.alias("old-admin", old);
}

/** What the servers say: that they are there, and what is done on them. */
const adminPages = [
  {
    file: {
      path: "/etc/nginx/conf.d/admin.conf",
      content: [
        "server {",
        `  listen ${port};`,
        "  root /srv/admin;",
        '  location = /admin/health { return 200 "ok\\n"; }',
        "  location = /admin { return 302 /admin/; }",
        "  location /admin/ { alias /srv/admin/; }",
        "}",
        "",
      ].join("\n"),
    },
  },
  {
    file: {
      path: "/srv/admin/index.html",
      content: [
        "<!doctype html>",
        '<html lang="en"><title>Gallery: for those who run it</title>',
        "<h1>For those who run the gallery</h1>",
        "<p>Open a session on this server: <code>aws ssm start-session --target …</code></p>",
        "<p>It may read the table of photos, and take messages off the queue of failures.</p>",
        "",
      ].join("\n"),
    },
  },
  { script: "dnf install -y nginx\nsystemctl enable --now nginx" },
];
