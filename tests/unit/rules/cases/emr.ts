import { many, type Cases } from "./case";

const types = (count: number) => many(count).map((instanceType) => ({ instanceType }));
const strategy = {
  onDemandSpecifications: [{ allocationStrategy: "lowest-price" }],
};
const spot = (timeoutDurationMinutes: number) => ({
  launchSpecifications: { spotSpecifications: [{ timeoutDurationMinutes }] },
});
const limits = (minimumCapacityUnits: number, maximumCapacityUnits: number) => ({
  computeLimits: [{ unitType: "InstanceFleetUnits", minimumCapacityUnits, maximumCapacityUnits }],
});
const configuration = (
  EncryptionConfiguration: object,
  MinimumInstanceMetadataServiceVersion = 2,
) => ({
  configuration: JSON.stringify({
    EncryptionConfiguration,
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion },
  }),
});
const within = (fleet: string, given: object) => ({ [fleet]: given });

/** A fleet of a cluster, or one of its own. */
const fleetCases = (name: string, place: (given: object) => object): Cases => ({
  [`EMR-05-${name}`]: {
    pass: place({ instanceTypeConfigs: types(30), launchSpecifications: strategy }) as never,
    fail: place({ instanceTypeConfigs: types(31), launchSpecifications: strategy }) as never,
  },
  [`EMR-05-${name}-strategy`]: {
    pass: place({ instanceTypeConfigs: types(5) }) as never,
    fail: place({ instanceTypeConfigs: types(6) }) as never,
  },
  [`EMR-05-${name}-capacity`]: {
    pass: place({ targetOnDemandCapacity: 0, targetSpotCapacity: 1 }) as never,
    fail: place(
      name === "master"
        ? { targetOnDemandCapacity: 1, targetSpotCapacity: 1 }
        : { targetOnDemandCapacity: 0, targetSpotCapacity: 0 },
    ) as never,
  },
  [`EMR-05-${name}-spot`]: { pass: place(spot(5)) as never, fail: place(spot(4)) as never },
});

/** Clusters of Amazon EMR. */
export const emrCases: Cases = {
  "EMR-03-idle": {
    pass: { autoTerminationPolicy: { idleTimeout: 60 } },
    fail: { autoTerminationPolicy: { idleTimeout: 59 } },
  },
  "EMR-03-release": { pass: { releaseLabel: "emr-7.13.0" }, fail: { releaseLabel: "7.13.0" } },
  "EMR-04-coreInstanceGroup": {
    pass: { coreInstanceFleet: {} },
    fail: { masterInstanceFleet: {}, coreInstanceGroup: { instanceType: "m7g.xlarge" } },
  },
  "EMR-04-masterInstanceGroup": {
    pass: { masterInstanceGroup: { instanceType: "m7g.xlarge" } },
    fail: { coreInstanceFleet: {}, masterInstanceGroup: { instanceType: "m7g.xlarge" } },
  },
  "EMR-04-subnets": {
    pass: { ec2Attributes: { subnetIds: ["subnet-1"] } },
    fail: { ec2Attributes: { subnetIds: ["subnet-1"], subnetId: "subnet-1" } },
  },
  ...fleetCases("core", (given) => within("coreInstanceFleet", given)),
  ...fleetCases("master", (given) => within("masterInstanceFleet", given)),
  ...fleetCases("task", (given) => given),
  "EMR-06-unit": {
    pass: limits(1, 4),
    fail: { computeLimits: [{ unitType: "Servers" }] },
  },
  "EMR-06-bounds": { pass: limits(4, 4), fail: limits(4, 1) },
  "EMR-07": {
    pass: configuration({
      EnableInTransitEncryption: true,
      InTransitEncryptionConfiguration: { TLSCertificateConfiguration: {} },
    }),
    fail: configuration({ EnableInTransitEncryption: true }),
  },
  "SEC-EMR-rest": {
    pass: configuration({ EnableAtRestEncryption: true }),
    fail: configuration({ EnableAtRestEncryption: false }),
  },
  "SEC-EMR-transit": {
    pass: configuration({ EnableInTransitEncryption: true }),
    fail: configuration({}),
  },
  "SEC-EMR-metadata": { pass: configuration({}), fail: configuration({}, 1) },
  "SEC-EMR-configuration": { pass: { securityConfiguration: "closed" }, fail: {} },
  "SEC-EMR-logs": { pass: { logUri: "s3://logs/emr/" }, fail: {} },
  "SEC-EMR-end": {
    pass: { keepJobFlowAliveWhenNoSteps: false },
    fail: { keepJobFlowAliveWhenNoSteps: true },
  },
  "SEC-EMR-public": {
    pass: { blockPublicSecurityGroupRules: true },
    fail: { blockPublicSecurityGroupRules: false },
  },
};
