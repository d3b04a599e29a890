-- The Q-learner module: decisions with their probabilities and rewards, and what came of them.
--
-- Written by the service alone, from facts; only a teacher's word is written by teachers.

-- Deeds already counted. A deed told again by another fact finds its row here.
CREATE TABLE qlearning_deeds (
    tenant text NOT NULL,
    student text NOT NULL,
    deed text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (student, deed),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
CREATE INDEX qlearning_deeds_by_age ON qlearning_deeds (tenant, at);

-- What a student's state is made from: modules/qlearning/state.py.
CREATE TABLE qlearning_students (
    tenant text NOT NULL,
    student text PRIMARY KEY,
    profile jsonb NOT NULL,
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);

CREATE TABLE qlearning_decisions (
    -- Newest first in lists; not a cursor for following along (commits may come late).
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    tenant text NOT NULL,
    student text NOT NULL,
    decision text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('format', 'fix')),
    lesson text NOT NULL,
    skill text NOT NULL,
    state text NOT NULL,
    options text[] NOT NULL,
    chosen text NOT NULL,
    probabilities double precision[] NOT NULL,
    source text NOT NULL,
    at timestamptz NOT NULL,
    -- What is known of its reward: modules/qlearning/waiting.py.
    run text NOT NULL,
    item text NOT NULL,
    reward double precision CHECK (reward BETWEEN 0 AND 1),
    share double precision NOT NULL,
    finished_at timestamptz,
    solved boolean NOT NULL,
    later_right integer NOT NULL,
    later_total integer NOT NULL,
    done boolean NOT NULL,
    -- How its first reward was learned: as which visit of its cell, and how far the value went.
    visit integer NOT NULL DEFAULT 0,
    moved double precision NOT NULL DEFAULT 0,
    rewarded_at timestamptz,
    PRIMARY KEY (student, decision),
    CHECK (chosen = ANY (options)),
    CHECK (cardinality(options) = cardinality(probabilities)),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
CREATE INDEX qlearning_decisions_waiting ON qlearning_decisions (student) WHERE NOT done;
CREATE INDEX qlearning_decisions_of_student ON qlearning_decisions (student, number DESC);
CREATE INDEX qlearning_decisions_held ON qlearning_decisions (student, skill, at);
CREATE INDEX qlearning_decisions_rewarded ON qlearning_decisions (tenant, kind, rewarded_at);
CREATE INDEX qlearning_decisions_by_age ON qlearning_decisions (tenant, at);

-- The Q-table, one part per student. What others of the school know is summed up when it is read,
-- so that no student's learning waits for another's, and erasure takes everything away.
CREATE TABLE qlearning_values (
    tenant text NOT NULL,
    student text NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    option text NOT NULL,
    visits integer NOT NULL CHECK (visits >= 0),
    -- The sum of the rewards.
    rewards double precision NOT NULL,
    -- Q.
    value double precision NOT NULL,
    PRIMARY KEY (student, kind, state, option),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
CREATE INDEX qlearning_values_of_state ON qlearning_values (tenant, kind, state, option);

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['qlearning_deeds', 'qlearning_students', 'qlearning_decisions',
                                'qlearning_values'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY %I ON %I FOR SELECT USING (app_is_staff(tenant)'
            ' OR app_is_student(tenant, student) OR app_guards(tenant, student))',
            name || '_read', name);
        EXECUTE format(
            'CREATE POLICY %I ON %I FOR ALL'
            ' USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant))',
            name || '_write', name);
    END LOOP;
END $$;

-- A teacher's word about a student's lessons. No row: the learners choose.
CREATE TABLE qlearning_overrides (
    tenant text NOT NULL,
    student text PRIMARY KEY,
    format text NOT NULL CHECK (format <> ''),
    set_by text NOT NULL,
    at timestamptz NOT NULL,
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
ALTER TABLE qlearning_overrides ENABLE ROW LEVEL SECURITY;
ALTER TABLE qlearning_overrides FORCE ROW LEVEL SECURITY;
CREATE POLICY qlearning_overrides_read ON qlearning_overrides FOR SELECT USING (
    app_is_staff(tenant) OR app_is_student(tenant, student) OR app_guards(tenant, student)
);
CREATE POLICY qlearning_overrides_write ON qlearning_overrides FOR ALL
    USING (app_is_staff(tenant)) WITH CHECK (app_is_staff(tenant));

-- Whether others of the school may lean on what a student's lessons taught: a consent for exactly
-- that stands now.
CREATE FUNCTION app_may_pool_lessons(wanted text, who text) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ SELECT app_is_staff(wanted) AND EXISTS (
        SELECT FROM consents c
        WHERE c.tenant = wanted AND c.person = who AND c.purpose = 'learn_from_chats'
          AND c.withdrawn_at IS NULL) $$;
