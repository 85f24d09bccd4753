import type { Inputs } from "../../../../rules";
import type { Cases } from "./case";

const image = "public.ecr.aws/nginx/nginx-unprivileged:1.29";
const safe = { name: "app", image, readonlyRootFilesystem: true, user: "1000:1000" };

/** A Fargate task that is right, with one argument changed. */
function task(changed: Inputs = {}, container: object = {}): Inputs {
  return {
    family: "web",
    requiresCompatibilities: ["FARGATE"],
    networkMode: "awsvpc",
    cpu: "256",
    memory: "512",
    executionRoleArn: "arn:aws:iam::123456789012:role/execution",
    containerDefinitions: JSON.stringify([{ ...safe, ...container }]),
    ...changed,
  };
}

const logs = (logDriver: string) => ({ logConfiguration: { logDriver } });
const fargate = (base: number) => ({ capacityProvider: "FARGATE", base, weight: 1 });
const spot = (base: number) => ({ capacityProvider: "FARGATE_SPOT", base, weight: 1 });
const networkConfiguration = { subnets: ["subnet-1"], assignPublicIp: false };
const deploys = (deploymentConfiguration: Inputs) => ({ deploymentConfiguration });

/** A job on Fargate that is right, with one property of its container changed. */
const servers = { type: "EC2", maxVcpus: 4 };

function job(
  cpu: string,
  memory: string,
  changed: object = {},
  platform: "EC2" | "FARGATE" = "FARGATE",
): Inputs {
  const resourceRequirements = [
    { type: "VCPU", value: cpu },
    { type: "MEMORY", value: memory },
  ];
  const executionRoleArn = "arn:aws:iam::123456789012:role/execution";
  return {
    platformCapabilities: [platform],
    containerProperties: JSON.stringify({
      image,
      resourceRequirements,
      executionRoleArn,
      ...changed,
    }),
  };
}

/** Workers of EMR Serverless that wait for jobs. */
const workers = (cpu: string, memory: string): Inputs => ({
  initialCapacities: [
    {
      initialCapacityType: "Executor",
      initialCapacityConfig: { workerCount: 1, workerConfiguration: { cpu, memory } },
    },
  ],
});

export const computeCases: Cases = {
  "ASG-01-bounds": { pass: { minSize: 2, maxSize: 2 }, fail: { minSize: 3, maxSize: 2 } },
  "ASG-01-desired": {
    pass: { minSize: 1, maxSize: 3, desiredCapacity: 1 },
    fail: { minSize: 1, maxSize: 3, desiredCapacity: 4 },
  },
  "ASG-01-launch": {
    pass: { mixedInstancesPolicy: { launchTemplate: {} } },
    fail: { mixedInstancesPolicy: { launchTemplate: {} }, launchTemplate: { id: "lt-1" } },
  },
  "ASG-01-health-type": {
    pass: { healthCheckType: "ELB,EBS" },
    fail: { healthCheckType: "EC2,ELB" },
  },
  "ASG-03-protected": {
    pass: { protectFromScaleIn: true, forceDelete: true },
    fail: { protectFromScaleIn: true },
  },
  "SEC-ASG-health": {
    pass: { targetGroupArns: ["arn"], healthCheckType: "ELB" },
    fail: { targetGroupArns: ["arn"] },
  },
  "ASG-02-bounds": {
    pass: { minCapacity: 0, maxCapacity: 2 },
    fail: { minCapacity: 3, maxCapacity: 2 },
  },
  "BAT-01-attempts": {
    pass: { retryStrategy: { attempts: 10 } },
    fail: { retryStrategy: { attempts: 11 } },
  },
  "BAT-01-timeout": {
    pass: { timeout: { attemptDurationSeconds: 60 } },
    fail: { timeout: { attemptDurationSeconds: 59 } },
  },
  "BAT-02-size": { pass: job("0.25", "512"), fail: job("0.5", "512") },
  "BAT-02-execution-role": {
    pass: job("1", "2048"),
    fail: job("1", "2048", { executionRoleArn: undefined }),
  },
  "BAT-02-privileged": {
    pass: job("1", "2048", { privileged: false }),
    fail: job("1", "2048", { privileged: true }),
  },
  "BAT-03-fargate": {
    pass: { computeResources: { type: "FARGATE", maxVcpus: 4, minVcpus: 0 } },
    fail: { computeResources: { type: "FARGATE", maxVcpus: 4, instanceTypes: ["optimal"] } },
  },
  "BAT-04-instanceRole": {
    pass: { computeResources: { ...servers, instanceRole: "arn" } },
    fail: { computeResources: servers },
  },
  "BAT-04-instanceTypes": {
    pass: { computeResources: { ...servers, instanceTypes: ["m7g"] } },
    fail: { computeResources: servers },
  },
  "BAT-04-vcpus": {
    pass: { computeResources: { ...servers, minVcpus: 4 } },
    fail: { computeResources: { ...servers, minVcpus: 5 } },
  },
  "BAT-04-strategy": {
    pass: { computeResources: { ...servers, allocationStrategy: "BEST_FIT_PROGRESSIVE" } },
    fail: { computeResources: { ...servers, allocationStrategy: "SPOT_CAPACITY_OPTIMIZED" } },
  },
  "BAT-04-fit": {
    pass: { computeResources: { ...servers, allocationStrategy: "BEST_FIT_PROGRESSIVE" } },
    fail: { computeResources: servers },
  },
  "BAT-04-size": {
    pass: job("2", "2048", {}, "EC2"),
    fail: job("0.5", "2048", {}, "EC2"),
  },
  "BAT-04-members": {
    pass: job("1", "2048", {}, "EC2"),
    fail: job("1", "2048", { ephemeralStorage: { sizeInGiB: 30 } }, "EC2"),
  },
  "EC2-02-user-data": {
    pass: { userData: "#".repeat(16_384) },
    fail: { userData: "#".repeat(16_385) },
  },
  "EC2-02-encoded": {
    pass: { userData: Buffer.from("#!/bin/bash\n").toString("base64") },
    fail: { userData: "#!/bin/bash\n" },
  },
  "EC2-02-interface": {
    pass: { primaryNetworkInterface: { networkInterfaceId: "eni-1" } },
    fail: { primaryNetworkInterface: { networkInterfaceId: "eni-1" }, subnetId: "subnet-1" },
  },
  "SEC-EC2-metadata": {
    pass: { metadataOptions: { httpTokens: "required" } },
    fail: { metadataOptions: { httpTokens: "optional" } },
  },
  "SEC-EC2-hops": {
    pass: { metadataOptions: { httpPutResponseHopLimit: 1 } },
    fail: { metadataOptions: { httpPutResponseHopLimit: 2 } },
  },
  "EMR-01-idle": {
    pass: { autoStopConfiguration: { idleTimeoutMinutes: 10_080 } },
    fail: { autoStopConfiguration: { idleTimeoutMinutes: 0 } },
  },
  "EMR-01-release": { pass: { releaseLabel: "emr-7.13.0" }, fail: { releaseLabel: "7.13.0" } },
  "EMR-01-cpu": {
    pass: { maximumCapacity: { cpu: "16 vCPU", memory: "64 GB" } },
    fail: { maximumCapacity: { cpu: "0.5 vCPU", memory: "64 GB" } },
  },
  "EMR-01-memory": {
    pass: { maximumCapacity: { cpu: "16", memory: "64GB" } },
    fail: { maximumCapacity: { cpu: "16", memory: "64 GiB" } },
  },
  "EMR-02-worker": { pass: workers("8 vCPU", "20 GB"), fail: workers("8 vCPU", "18 GB") },
  "SEC-EMR-limit": {
    pass: { maximumCapacity: { cpu: "16 vCPU", memory: "64 GB" } },
    fail: {},
  },
  "ECS-01-cpu": { pass: task({ cpu: ".25 vCPU" }), fail: task({ cpu: "300" }) },
  "ECS-01-memory": {
    pass: task({ cpu: "1024", memory: "2 GB" }),
    fail: task({ cpu: "256", memory: "1536" }),
  },
  "ECS-01-network-mode": { pass: task(), fail: task({ networkMode: "bridge" }) },
  "ECS-01-execution-role": {
    pass: task({ executionRoleArn: undefined }),
    fail: task({ executionRoleArn: undefined }, logs("awslogs")),
  },
  "ECS-01-storage": {
    pass: task({ ephemeralStorage: { sizeInGib: 21 } }),
    fail: task({ ephemeralStorage: { sizeInGib: 20 } }),
  },
  "ECS-01-containers": { pass: task(), fail: task({ containerDefinitions: "[]" }) },
  "ECS-01-essential": { pass: task({}, { essential: true }), fail: task({}, { essential: false }) },
  "ECS-01-host-port": {
    pass: task({}, { portMappings: [{ containerPort: 8080, hostPort: 8080 }] }),
    fail: task({}, { portMappings: [{ containerPort: 8080, hostPort: 80 }] }),
  },
  "ECS-01-log-driver": { pass: task({}, logs("awslogs")), fail: task({}, logs("json-file")) },
  "ECS-01-privileged": {
    pass: task({}, { privileged: false }),
    fail: task({}, { privileged: true }),
  },
  "ECS-01-stop-timeout": {
    pass: task({}, { stopTimeout: 120 }),
    fail: task({}, { stopTimeout: 121 }),
  },
  "SEC-ECS-read-only": { pass: task(), fail: task({}, { readonlyRootFilesystem: false }) },
  "SEC-ECS-root": { pass: task({}, { user: "0123" }), fail: task({}, { user: "root" }) },
  "ECS-02-fargate-network": {
    pass: { launchType: "FARGATE", networkConfiguration },
    fail: { capacityProviderStrategies: [fargate(0)] },
  },
  "ECS-02-capacity": {
    pass: { networkConfiguration, capacityProviderStrategies: [fargate(0)] },
    fail: { launchType: "FARGATE", capacityProviderStrategies: [fargate(0)] },
  },
  "ECS-02-base": {
    pass: { capacityProviderStrategies: [fargate(1), spot(0)] },
    fail: { capacityProviderStrategies: [fargate(1), spot(1)] },
  },
  "ECS-03-strategy": {
    pass: deploys({ strategy: "CANARY" }),
    fail: deploys({ strategy: "canary" }),
  },
  "ECS-03-canary": {
    pass: deploys({ strategy: "CANARY", canaryConfiguration: { canaryPercent: 5 } }),
    fail: deploys({ strategy: "CANARY" }),
  },
  "ECS-03-linear": {
    pass: deploys({ strategy: "LINEAR", linearConfiguration: { stepPercent: 5 } }),
    fail: deploys({ strategy: "LINEAR" }),
  },
  "ECS-03-canary-percent": {
    pass: deploys({ canaryConfiguration: { canaryPercent: 0.1 } }),
    fail: deploys({ canaryConfiguration: { canaryPercent: 0 } }),
  },
  "ECS-03-linear-percent": {
    pass: deploys({ linearConfiguration: { stepPercent: 3 } }),
    fail: deploys({ linearConfiguration: { stepPercent: 2 } }),
  },
  "ECS-03-bake": {
    pass: deploys({ bakeTimeInMinutes: "1440" }),
    fail: deploys({ bakeTimeInMinutes: "1441" }),
  },
  "ECS-03-canary-bake": {
    pass: deploys({ canaryConfiguration: { canaryBakeTimeInMinutes: "0" } }),
    fail: deploys({ canaryConfiguration: { canaryBakeTimeInMinutes: "-1" } }),
  },
  "ECS-03-linear-bake": {
    pass: deploys({ linearConfiguration: { stepBakeTimeInMinutes: "5" } }),
    fail: deploys({ linearConfiguration: { stepBakeTimeInMinutes: "five" } }),
  },
  "ECS-03-alternate": {
    pass: {
      ...deploys({ strategy: "BLUE_GREEN" }),
      loadBalancers: [{ targetGroupArn: "arn", advancedConfiguration: {} }],
    },
    fail: { ...deploys({ strategy: "BLUE_GREEN" }), loadBalancers: [{ targetGroupArn: "arn" }] },
  },
  "ECS-04-percent": {
    pass: { deploymentMinimumHealthyPercent: 0, deploymentMaximumPercent: 100 },
    fail: { deploymentMinimumHealthyPercent: 100, deploymentMaximumPercent: 100 },
  },
  "ECS-05-scaling": {
    pass: { autoScalingGroupProvider: { managedTerminationProtection: "ENABLED" } },
    fail: {
      autoScalingGroupProvider: {
        managedTerminationProtection: "ENABLED",
        managedScaling: { status: "DISABLED" },
      },
    },
  },
  "SEC-ECS-public-ip": {
    pass: { networkConfiguration },
    fail: { networkConfiguration: { ...networkConfiguration, assignPublicIp: true } },
  },
  "SEC-ECS-insights": {
    pass: { settings: [{ name: "containerInsights", value: "enabled" }] },
    fail: { settings: [{ name: "containerInsights", value: "disabled" }] },
  },
};
