/** How a component is made in tests of what holds for all of them. */
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../../components/component";
import { Network } from "../../../components/network";

export type ComponentClass = new (
  name: string,
  args: object,
  opts: pulumi.ComponentResourceOptions,
) => Component;

/** Makes one, with what it needs beside it. `more` are further arguments, such as a transform. */
export type Sample = (
  type: ComponentClass,
  name: string,
  inside: { parent: pulumi.Resource },
  more: object,
) => Component;

export type Inside = { parent: pulumi.Resource };

/** Of these arguments, or of those that are made from the name. */
export const withArgs =
  (args: object | ((name: string, inside: Inside) => object) = {}): Sample =>
  (type, name, inside, more) => {
    const given = typeof args === "function" ? args(name, inside) : args;
    return new type(name, { ...given, ...more }, inside);
  };

/** In a network of two zones with a way out. */
export const inNetwork = (args: object = {}): Sample =>
  withArgs((name, inside) => ({
    network: new Network(
      `${name}-net`,
      { zones: ["eu-west-1a", "eu-west-1b"], egress: { mode: "single" } },
      inside,
    ),
    ...args,
  }));

/** By the name of the class. */
export type Samples = Readonly<Record<string, Sample>>;
