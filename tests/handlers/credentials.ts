/** Where and as whom the SDK's clients of these tests sign; nothing is sent anywhere but loopback. */
export const testCredentials = {
  region: "eu-central-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
};
