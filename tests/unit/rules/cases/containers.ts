import type { Inputs, Plain } from "../../../../rules";
import type { Cases } from "./case";

const task = (container: Inputs, args: Inputs = {}) => ({
  memory: "512",
  cpu: "256",
  containerDefinitions: JSON.stringify([{ name: "app", image: "app", ...container }]),
  ...args,
});
const port = (value: Plain) => task({ environment: [{ name: "PORT", value }] });
const logs = (options: Inputs) => task({ logConfiguration: { logDriver: "awslogs", options } });
const mount = task({ mountPoints: [{ sourceVolume: "data", containerPath: "/data" }] });
const twice = (name: string) => ({
  containerDefinitions: JSON.stringify([{ name: "app" }, { name }]),
});

export const containerCases: Cases = {
  "ECS-02-daemon": {
    pass: { launchType: "FARGATE", schedulingStrategy: "REPLICA" },
    fail: { launchType: "FARGATE", schedulingStrategy: "DAEMON" },
  },
  "ECS-02-placement": {
    pass: { launchType: "EC2", orderedPlacementStrategies: [{ type: "spread" }] },
    fail: { launchType: "FARGATE", orderedPlacementStrategies: [{ type: "spread" }] },
  },
  "ECS-06": { pass: port("8080"), fail: port(8080) },
  "ECS-06-volume": { pass: { ...mount, volumes: [{ name: "data" }] }, fail: mount },
  "ECS-06-depends": {
    pass: task({ dependsOn: [{ containerName: "app", condition: "START" }] }),
    fail: task({ dependsOn: [{ containerName: "proxy", condition: "START" }] }),
  },
  "ECS-06-names": { pass: twice("proxy"), fail: twice("app") },
  "ECS-06-memory": {
    pass: task({ memoryReservation: 128 }, { memory: undefined }),
    fail: task({}, { memory: undefined }),
  },
  "ECS-06-room": { pass: task({ memory: 512 }), fail: task({ memory: 1_024 }) },
  "ECS-06-logs": {
    pass: logs({ "awslogs-group": "/app", "awslogs-region": "eu-west-1" }),
    fail: logs({ "awslogs-group": "/app" }),
  },
};
