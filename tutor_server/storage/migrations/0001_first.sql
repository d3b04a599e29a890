-- The first schema: who there is, what they allowed, what was said, and who may see it.
--
-- Every table with a tenant has row-level security, FORCEd so that the owner is bound too. The
-- policies read three settings that live as long as one transaction (see storage/pool.py). A
-- setting that is missing reads as '', which is no tenant, no role and no person.

CREATE FUNCTION app_tenant() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('app.tenant', true), '') $$;
CREATE FUNCTION app_role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('app.role', true), '') $$;
CREATE FUNCTION app_person() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('app.person', true), '') $$;

-- '*' reaches every tenant, and only the service may say it.
CREATE FUNCTION app_reaches(wanted text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT wanted = app_tenant() OR (app_tenant() = '*' AND app_role() = 'service') $$;
CREATE FUNCTION app_is_service(wanted text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT app_role() = 'service' AND app_reaches(wanted) $$;
CREATE FUNCTION app_is_operator(wanted text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT app_role() IN ('service', 'operator') AND app_reaches(wanted) $$;
CREATE FUNCTION app_is_staff(wanted text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT app_role() IN ('service', 'operator', 'teacher') AND app_reaches(wanted) $$;
CREATE FUNCTION app_is_student(wanted text, who text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT app_role() = 'student' AND app_reaches(wanted) AND who = app_person() $$;

-- Tenants ------------------------------------------------------------------------------------

CREATE TABLE tenants (
    id text PRIMARY KEY CHECK (id <> '' AND id <> '*'),
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
CREATE POLICY tenants_read ON tenants FOR SELECT USING (app_reaches(id));
CREATE POLICY tenants_write ON tenants FOR ALL
    USING (app_is_service(id)) WITH CHECK (app_is_service(id));

-- People, their keys and who guards whom -------------------------------------------------------

CREATE TABLE people (
    id text PRIMARY KEY CHECK (id <> ''),
    tenant text NOT NULL REFERENCES tenants,
    role text NOT NULL CHECK (role IN ('student', 'guardian', 'teacher', 'operator', 'service')),
    -- HMAC of the normalised name, to find a person whose name is sealed. NULL once erased.
    name_mark bytea,
    name_sealed bytea,
    grade smallint NOT NULL DEFAULT 5 CHECK (grade BETWEEN 1 AND 12),
    locale text NOT NULL DEFAULT 'en',
    accommodations jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    erased_at timestamptz,
    UNIQUE (tenant, id),
    UNIQUE (tenant, role, name_mark)
);

CREATE TABLE guardianships (
    tenant text NOT NULL,
    guardian text NOT NULL,
    student text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (guardian, student),
    FOREIGN KEY (tenant, guardian) REFERENCES people (tenant, id),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
ALTER TABLE guardianships ENABLE ROW LEVEL SECURITY;
ALTER TABLE guardianships FORCE ROW LEVEL SECURITY;
CREATE POLICY guardianships_read ON guardianships FOR SELECT USING (
    app_is_staff(tenant)
    OR app_is_student(tenant, student)
    OR (app_role() = 'guardian' AND app_reaches(tenant) AND guardian = app_person())
);
CREATE POLICY guardianships_write ON guardianships FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));

CREATE FUNCTION app_guards(wanted text, who text) RETURNS boolean LANGUAGE sql STABLE
    AS $$ SELECT app_role() = 'guardian' AND app_reaches(wanted) AND EXISTS (
        SELECT FROM guardianships g
        WHERE g.tenant = wanted AND g.guardian = app_person() AND g.student = who) $$;

ALTER TABLE people ENABLE ROW LEVEL SECURITY;
ALTER TABLE people FORCE ROW LEVEL SECURITY;
CREATE POLICY people_read ON people FOR SELECT USING (
    app_is_staff(tenant)
    OR (app_reaches(tenant) AND id = app_person())
    OR app_guards(tenant, id)
);
CREATE POLICY people_write ON people FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));

-- One data key per person, wrapped by the master key. Destroying it erases what it sealed.
CREATE TABLE person_keys (
    person text PRIMARY KEY,
    tenant text NOT NULL,
    wrapped bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    destroyed_at timestamptz,
    FOREIGN KEY (tenant, person) REFERENCES people (tenant, id),
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);
ALTER TABLE person_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY person_keys_read ON person_keys FOR SELECT USING (
    app_is_service(tenant) OR app_is_student(tenant, person)
);
CREATE POLICY person_keys_write ON person_keys FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));

-- Consent and retention ------------------------------------------------------------------------

CREATE TABLE consents (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant text NOT NULL,
    person text NOT NULL,
    purpose text NOT NULL,
    granted_by text NOT NULL,
    granted_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    FOREIGN KEY (tenant, person) REFERENCES people (tenant, id),
    FOREIGN KEY (tenant, granted_by) REFERENCES people (tenant, id),
    CHECK (withdrawn_at IS NULL OR withdrawn_at >= granted_at)
);
CREATE UNIQUE INDEX consents_standing ON consents (person, purpose) WHERE withdrawn_at IS NULL;
ALTER TABLE consents ENABLE ROW LEVEL SECURITY;
ALTER TABLE consents FORCE ROW LEVEL SECURITY;
CREATE POLICY consents_read ON consents FOR SELECT USING (
    app_is_staff(tenant) OR app_is_student(tenant, person) OR app_guards(tenant, person)
);
CREATE POLICY consents_grant ON consents FOR INSERT WITH CHECK (
    app_is_operator(tenant)
    OR (app_guards(tenant, person) AND granted_by = app_person())
);
CREATE POLICY consents_withdraw ON consents FOR UPDATE
    USING (app_is_operator(tenant) OR app_guards(tenant, person))
    WITH CHECK (app_is_operator(tenant) OR app_guards(tenant, person));
CREATE POLICY consents_erase ON consents FOR DELETE USING (app_is_service(tenant));

CREATE FUNCTION app_teacher_may_read(wanted text, who text) RETURNS boolean LANGUAGE sql STABLE
    AS $$ SELECT app_role() = 'teacher' AND app_reaches(wanted) AND EXISTS (
        SELECT FROM consents c
        WHERE c.tenant = wanted AND c.person = who AND c.purpose = 'teacher_view'
          AND c.withdrawn_at IS NULL) $$;

-- How long each kind of data is kept. A kind without a row is kept until erasure.
CREATE TABLE retention (
    tenant text NOT NULL REFERENCES tenants,
    kind text NOT NULL,
    days integer NOT NULL CHECK (days >= 0),
    PRIMARY KEY (tenant, kind)
);
ALTER TABLE retention ENABLE ROW LEVEL SECURITY;
ALTER TABLE retention FORCE ROW LEVEL SECURITY;
CREATE POLICY retention_read ON retention FOR SELECT USING (app_reaches(tenant));
CREATE POLICY retention_write ON retention FOR ALL
    USING (app_is_operator(tenant)) WITH CHECK (app_is_operator(tenant));

-- Sessions and the event log -------------------------------------------------------------------

CREATE TABLE sessions (
    id text PRIMARY KEY CHECK (id <> ''),
    tenant text NOT NULL,
    student text NOT NULL,
    -- Raised by every new owner; an append under an older epoch is refused (fencing).
    epoch integer NOT NULL DEFAULT 1,
    owner text NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    closed_at timestamptz,
    last_seq bigint NOT NULL DEFAULT 0,
    UNIQUE (tenant, student, id),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
CREATE INDEX sessions_of_student ON sessions (student, opened_at DESC);
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY sessions_read ON sessions FOR SELECT USING (
    app_is_staff(tenant) OR app_is_student(tenant, student) OR app_guards(tenant, student)
);
CREATE POLICY sessions_open ON sessions FOR INSERT WITH CHECK (
    app_is_service(tenant) OR app_is_student(tenant, student)
);
CREATE POLICY sessions_change ON sessions FOR UPDATE
    USING (app_is_service(tenant) OR app_is_student(tenant, student))
    WITH CHECK (app_is_service(tenant) OR app_is_student(tenant, student));
CREATE POLICY sessions_erase ON sessions FOR DELETE USING (app_is_service(tenant));

-- The student's own counter. Its row is locked until the append commits, so student_seq has no
-- gap that could be filled later: a consumer's cursor never skips a late commit.
CREATE TABLE student_streams (
    student text PRIMARY KEY,
    tenant text NOT NULL,
    last_seq bigint NOT NULL DEFAULT 0,
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
ALTER TABLE student_streams ENABLE ROW LEVEL SECURITY;
ALTER TABLE student_streams FORCE ROW LEVEL SECURITY;
CREATE POLICY student_streams_own ON student_streams FOR ALL
    USING (app_is_service(tenant) OR app_is_student(tenant, student))
    WITH CHECK (app_is_service(tenant) OR app_is_student(tenant, student));

CREATE TABLE events (
    session text NOT NULL,
    seq bigint NOT NULL,
    fact_id text NOT NULL,
    tenant text NOT NULL,
    student text NOT NULL,
    student_seq bigint NOT NULL,
    kind text NOT NULL,
    body jsonb NOT NULL,
    -- Sealed with the student's key; NULL when there was nothing private or it has expired.
    private bytea,
    at timestamptz NOT NULL,
    PRIMARY KEY (session, seq),
    UNIQUE (session, fact_id),
    UNIQUE (student, student_seq),
    FOREIGN KEY (tenant, student, session) REFERENCES sessions (tenant, student, id)
);
CREATE INDEX events_by_age ON events (tenant, at);
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
ALTER TABLE events FORCE ROW LEVEL SECURITY;
CREATE POLICY events_read ON events FOR SELECT USING (
    app_is_operator(tenant)
    OR app_is_student(tenant, student)
    OR app_guards(tenant, student)
    OR app_teacher_may_read(tenant, student)
);
CREATE POLICY events_append ON events FOR INSERT WITH CHECK (
    app_is_service(tenant) OR app_is_student(tenant, student)
);
-- Append-only for everybody; the service may only expire and erase.
CREATE POLICY events_expire ON events FOR UPDATE
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));
CREATE POLICY events_erase ON events FOR DELETE USING (app_is_service(tenant));

CREATE TABLE cursors (
    consumer text NOT NULL,
    student text NOT NULL,
    tenant text NOT NULL,
    last_seq bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (consumer, student),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
ALTER TABLE cursors ENABLE ROW LEVEL SECURITY;
ALTER TABLE cursors FORCE ROW LEVEL SECURITY;
CREATE POLICY cursors_service ON cursors FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));

-- Login links and files ------------------------------------------------------------------------

-- A row is written when a link is used; a second use finds it.
CREATE TABLE login_links (
    jti text PRIMARY KEY,
    tenant text NOT NULL,
    person text NOT NULL,
    used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    FOREIGN KEY (tenant, person) REFERENCES people (tenant, id)
);
ALTER TABLE login_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE login_links FORCE ROW LEVEL SECURITY;
CREATE POLICY login_links_service ON login_links FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));

-- Index of what lies in the blob store; `path` is the key there.
CREATE TABLE blobs (
    path text PRIMARY KEY,
    tenant text NOT NULL REFERENCES tenants,
    student text,
    kind text NOT NULL,
    size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    created_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
CREATE INDEX blobs_of_student ON blobs (student) WHERE student IS NOT NULL;
ALTER TABLE blobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE blobs FORCE ROW LEVEL SECURITY;
CREATE POLICY blobs_read ON blobs FOR SELECT USING (
    app_is_operator(tenant) OR app_is_student(tenant, student)
);
CREATE POLICY blobs_write ON blobs FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));
