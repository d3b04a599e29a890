-- The reply cache: impersonal replies that may be said again to an equal question.
--
-- Of the question only digests and its embedding are kept, never its words. A row belongs to one
-- tenant; every column from `scope` to `form` must be equal before the embedding is looked at.
-- Written and read by the service alone; a student sees the rows that their own question made.

CREATE EXTENSION IF NOT EXISTS vector;

CREATE TABLE cached_replies (
    id text PRIMARY KEY CHECK (id <> ''),
    tenant text NOT NULL REFERENCES tenants,
    -- Who asked first: the row goes with them. NULL when an application asked for nobody.
    student text,
    -- The part of the product that asked; the label of the metrics.
    scope text NOT NULL,
    locale text NOT NULL,
    grade smallint NOT NULL CHECK (grade BETWEEN 1 AND 12),
    item text NOT NULL,
    policy text NOT NULL,
    prompt_version text NOT NULL,
    model_version text NOT NULL,
    -- SHA-256 of the question's normal form (numbers, operators, negation, units, roles, content).
    form bytea NOT NULL CHECK (length(form) = 32),
    embedding vector(384) NOT NULL,
    reply text NOT NULL CHECK (reply <> ''),
    hits bigint NOT NULL DEFAULT 0,
    -- Hits that a check or a thumb confirmed; each doubles the life.
    confirmed integer NOT NULL DEFAULT 0 CHECK (confirmed >= 0),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
    UNIQUE (tenant, id),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
-- The gate's digest leaves a handful of rows, so the nearest is found exactly, without an
-- approximate index.
CREATE INDEX cached_replies_partition ON cached_replies (tenant, form, item);
CREATE INDEX cached_replies_by_age ON cached_replies (tenant, expires_at);
CREATE INDEX cached_replies_of_student ON cached_replies (student) WHERE student IS NOT NULL;
ALTER TABLE cached_replies ENABLE ROW LEVEL SECURITY;
ALTER TABLE cached_replies FORCE ROW LEVEL SECURITY;
CREATE POLICY cached_replies_read ON cached_replies FOR SELECT USING (
    app_is_operator(tenant) OR app_is_student(tenant, student) OR app_guards(tenant, student)
);
CREATE POLICY cached_replies_write ON cached_replies FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));

-- What was learned about one reply's hits: how similar the question was, and whether a fresh
-- reply agreed. The reply's own threshold follows from these.
CREATE TABLE cached_reply_checks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant text NOT NULL,
    reply text NOT NULL,
    similarity real NOT NULL CHECK (similarity BETWEEN -1.001 AND 1.001),
    agreed boolean NOT NULL,
    at timestamptz NOT NULL,
    FOREIGN KEY (tenant, reply) REFERENCES cached_replies (tenant, id) ON DELETE CASCADE
);
CREATE INDEX cached_reply_checks_of_reply ON cached_reply_checks (tenant, reply);
ALTER TABLE cached_reply_checks ENABLE ROW LEVEL SECURITY;
ALTER TABLE cached_reply_checks FORCE ROW LEVEL SECURITY;
CREATE POLICY cached_reply_checks_service ON cached_reply_checks FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));
