-- What people say about photos. Handlers sign in as `app`, by their roles, and may do no more than this.
CREATE TABLE comments (
  comment_id uuid PRIMARY KEY,
  photo_id text NOT NULL,
  user_id text NOT NULL,
  text text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 1000),
  at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX comments_of_photo ON comments (photo_id, at);

CREATE USER app;
GRANT rds_iam TO app;
GRANT SELECT, INSERT ON comments TO app;
