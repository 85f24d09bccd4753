/** The feature in the smallest program that has all it needs. */
import * as pulumi from "@pulumi/pulumi";
import { ComputeLayer } from "../../components/compute";
import { DataLayer } from "../../components/data";
import { DecouplingLayer } from "../../components/decoupling";
import { Environment } from "../../components/environment";
import { WebLayer } from "../../components/web";
import { links } from "./links";

export = () => {
  const parent = new Environment(pulumi.getStack(), { region: "eu-west-1", production: false });
  const inside = { parent };
  const data = new DataLayer("data", {}, inside);
  const decoupling = new DecouplingLayer("decoupling", {}, inside);
  const api = { throttlingRateLimit: 20, throttlingBurstLimit: 40 };
  const web = new WebLayer("web", { api }, inside);
  const compute = new ComputeLayer("compute", {}, inside);
  links({ data, decoupling, compute, web, settings: { data: { disposable: true } } });
  return { apiUrl: web.api.url };
};
