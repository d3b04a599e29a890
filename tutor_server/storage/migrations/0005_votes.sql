-- The votes module: who was compared, what was chosen, what was rated. The texts stay in the log.

CREATE TABLE votes (
    -- Newest first in lists; not a cursor for following along (commits may come late).
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    tenant text NOT NULL,
    student text NOT NULL,
    vote text NOT NULL,
    pair text NOT NULL,
    lesson text NOT NULL,
    topic text NOT NULL,
    left_source text NOT NULL,
    right_source text NOT NULL,
    choice text NOT NULL CHECK (choice IN ('left', 'right', 'tie')),
    seconds double precision CHECK (seconds >= 0),
    -- The fact that holds the question and both texts, sealed.
    session text NOT NULL,
    seq bigint NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (student, vote),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
CREATE INDEX votes_of_tenant ON votes (tenant, number DESC);
CREATE INDEX votes_of_topic ON votes (tenant, topic);
CREATE INDEX votes_of_lesson ON votes (tenant, lesson);
CREATE INDEX votes_by_age ON votes (tenant, at);
ALTER TABLE votes ENABLE ROW LEVEL SECURITY;
ALTER TABLE votes FORCE ROW LEVEL SECURITY;
CREATE POLICY votes_read ON votes FOR SELECT USING (
    app_is_staff(tenant) OR app_is_student(tenant, student) OR app_guards(tenant, student)
);
CREATE POLICY votes_write ON votes FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));

CREATE TABLE ratings (
    tenant text NOT NULL,
    student text NOT NULL,
    item_id text NOT NULL,
    source text NOT NULL,
    thumbs smallint CHECK (thumbs IN (-1, 1)),
    stars smallint CHECK (stars BETWEEN 1 AND 5),
    at timestamptz NOT NULL,
    PRIMARY KEY (student, item_id),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id),
    CHECK (thumbs IS NOT NULL OR stars IS NOT NULL)
);
CREATE INDEX ratings_by_age ON ratings (tenant, at);
ALTER TABLE ratings ENABLE ROW LEVEL SECURITY;
ALTER TABLE ratings FORCE ROW LEVEL SECURITY;
CREATE POLICY ratings_read ON ratings FOR SELECT USING (
    app_is_staff(tenant) OR app_is_student(tenant, student) OR app_guards(tenant, student)
);
CREATE POLICY ratings_write ON ratings FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));

-- Whether a student's votes may teach anything: a consent for exactly that stands now.
CREATE FUNCTION app_may_learn_from_votes(wanted text, who text) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ SELECT app_is_staff(wanted) AND EXISTS (
        SELECT FROM consents c
        WHERE c.tenant = wanted AND c.person = who AND c.purpose = 'learn_from_votes'
          AND c.withdrawn_at IS NULL) $$;
