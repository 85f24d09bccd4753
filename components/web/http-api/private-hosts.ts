/** How an HTTP API reaches load balancers inside the VPC. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild, Refuse } from "../../component";
import { PrivateHost, VirtualNetwork } from "../../contracts";
import { connectAll } from "../../wiring/connections";

/** A VPC link with its security group, which is open towards the hosts that routes lead to and nothing else. */
export class PrivateHosts {
  readonly #linkId: pulumi.Output<string>;
  readonly #securityGroupId: pulumi.Output<string>;
  readonly #connected = new Set<PrivateHost>();

  constructor(
    private readonly name: string,
    network: VirtualNetwork,
    private readonly child: MakeChild,
  ) {
    const securityGroup = child(aws.ec2.SecurityGroup, "link", {
      vpcId: network.vpcId,
      description: `VPC link of ${name}`,
    });
    this.#securityGroupId = securityGroup.id;
    this.#linkId = child(
      aws.apigatewayv2.VpcLink,
      "link",
      { securityGroupIds: [securityGroup.id], subnetIds: network.privateSubnetIds },
      { key: "vpcLink" },
    ).id;
  }

  /**
   * An integration with a host, which is made reachable.
   *
   * @throws pulumi.RunError where HTTPS has no name to verify
   */
  integration(
    key: string,
    host: PrivateHost,
    serverName: string | undefined,
    refuse: Refuse,
  ): Omit<aws.apigatewayv2.IntegrationArgs, "apiId"> {
    if ((host.protocol === "HTTPS") !== (serverName !== undefined)) {
      throw refuse(
        `route "${key}" serverName`,
        serverName,
        host.protocol === "HTTPS"
          ? `the name that the certificate of "${host.connectionName}" is valid for`
          : `none: "${host.connectionName}" speaks plain HTTP`,
        host.protocol === "HTTPS" ? 'write it like "pages.example.com"' : "remove it",
      );
    }
    if (!this.#connected.has(host)) {
      this.#connected.add(host);
      const from = { name: this.name, securityGroupId: this.#securityGroupId };
      const port = host.mainPort ?? (host.protocol === "HTTPS" ? 443 : 80);
      connectAll(from, [{ statements: [], connection: { to: host, port } }], this.child);
    }
    return {
      integrationType: "HTTP_PROXY",
      integrationMethod: "ANY",
      integrationUri: host.listenerArn,
      connectionType: "VPC_LINK",
      connectionId: this.#linkId,
      payloadFormatVersion: "1.0", // the only one that HTTP_PROXY has
      ...(serverName === undefined ? {} : { tlsConfig: { serverNameToVerify: serverName } }),
    };
  }
}
