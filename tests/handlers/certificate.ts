// A certificate for servers on 127.0.0.1, made when a test runs: no key is kept in the repository.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Environment of a Node.js process that is to trust it. */
  readonly trusted: Record<string, string>;
  remove(): void;
}

/** True where OpenSSL's command is there: Node.js can make keys, but no certificates. */
export function certificatesPossible(): boolean {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A self-signed certificate of its own key, valid for a day. */
export function makeCertificate(): Certificate {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "strata-certificate-"));
  const keyFile = path.join(folder, "key.pem");
  const certFile = path.join(folder, "cert.pem");
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"],
      ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
      ...["-addext", "subjectAltName=IP:127.0.0.1"],
      ...["-keyout", keyFile, "-out", certFile],
    ],
    { stdio: "pipe" },
  );
  return {
    key: fs.readFileSync(keyFile, "utf8"),
    cert: fs.readFileSync(certFile, "utf8"),
    trusted: { NODE_EXTRA_CA_CERTS: certFile },
    remove: () => fs.rmSync(folder, { recursive: true }),
  };
}
