/** The dashboard's document: a section a layer, a graph an alarm. */
import * as pulumi from "@pulumi/pulumi";
import type { AlarmDefinition, Alarmed } from "../../contracts";

/** CloudWatch divides a page into 24 columns ("Dashboard body structure and syntax"). */
const COLUMNS = 24;
const WIDTH = 6;
const HEIGHT = 5;
/** And takes 500 metrics a page. */
const MOST_GRAPHS = 500;

export interface Shown {
  readonly component: Alarmed;
  readonly definitions: readonly AlarmDefinition[];
}

/** As CloudWatch reads it. */
export function dashboardBody(
  shown: readonly Shown[],
  account: AlarmDefinition,
  region: pulumi.Output<string>,
): pulumi.Output<string> {
  const layers = new Map<string, object[]>();
  const add = (layer: string, graph: object) =>
    layers.set(layer, [...(layers.get(layer) ?? []), graph]);
  for (const { component, definitions } of shown) {
    for (const definition of definitions) {
      add(
        component.layer,
        graphOf(`${component.logicalName}: ${definition.name}`, definition, region),
      );
    }
  }
  add("account", graphOf("account: concurrency", account, region));
  let y = 0;
  let left = MOST_GRAPHS;
  const widgets = [...layers].sort(byName).flatMap(([layer, graphs]) => {
    const fitting = graphs.slice(0, left);
    left -= fitting.length;
    const title = { type: "text", x: 0, y, width: COLUMNS, height: 1 };
    const placed = fitting.map((properties, i) => ({
      type: "metric",
      x: (i * WIDTH) % COLUMNS,
      y: y + 1 + HEIGHT * Math.floor((i * WIDTH) / COLUMNS),
      ...{ width: WIDTH, height: HEIGHT, properties },
    }));
    y += 1 + HEIGHT * Math.ceil((fitting.length * WIDTH) / COLUMNS);
    return [{ ...title, properties: { markdown: `## ${layer}` } }, ...placed];
  });
  return pulumi.jsonStringify({ widgets });
}

function graphOf(title: string, definition: AlarmDefinition, home: pulumi.Output<string>): object {
  const { namespace, metricName, dimensions, statistic, threshold, period = 300 } = definition;
  const pairs = Object.entries(dimensions).flat();
  return {
    ...{ title, view: "timeSeries", stat: statistic, period },
    region: definition.region ?? home,
    metrics: [[namespace, metricName, ...pairs]],
    annotations: { horizontal: [{ label: "alarm", value: threshold }] },
  };
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
