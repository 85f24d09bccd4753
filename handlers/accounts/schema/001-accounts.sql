-- Who uses the gallery, and when they signed in.
CREATE TABLE accounts (
  user_id text PRIMARY KEY,
  first_seen timestamptz NOT NULL DEFAULT now(),
  last_seen timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sign_ins (
  session_hash text PRIMARY KEY,
  user_id text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  at timestamptz NOT NULL DEFAULT now(),
  agent text NOT NULL
);

CREATE INDEX sign_ins_of_user ON sign_ins (user_id, at DESC);
