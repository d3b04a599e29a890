-- The mastery module: what each student knows, skill by skill, and when it is due again.
--
-- Written by the service alone, from facts. Right and wrong, never what was answered.

-- Where a student stands over all skills: modules/mastery/past.py.
CREATE TABLE mastery_students (
    tenant text NOT NULL,
    student text PRIMARY KEY,
    answers integer NOT NULL CHECK (answers >= 0),
    ability double precision NOT NULL,
    lately double precision NOT NULL,
    over_time double precision NOT NULL,
    recent text NOT NULL,
    skill text NOT NULL,
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);

CREATE TABLE mastery_skills (
    tenant text NOT NULL,
    student text NOT NULL,
    skill text NOT NULL,
    p_known double precision NOT NULL CHECK (p_known BETWEEN 0 AND 1),
    -- The logistic tracer's probability that the next answer is right, as of last_at.
    next_right double precision NOT NULL CHECK (next_right BETWEEN 0 AND 1),
    right_answers integer NOT NULL CHECK (right_answers >= 0),
    wrong_answers integer NOT NULL CHECK (wrong_answers >= 0),
    last text NOT NULL,
    place integer NOT NULL,
    -- Right on new ground, without help, at least once.
    proved boolean NOT NULL,
    -- The lesson of the newest answer.
    lesson text NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (student, skill),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);

-- The fsrs card of a skill that has been known.
CREATE TABLE mastery_cards (
    tenant text NOT NULL,
    student text NOT NULL,
    skill text NOT NULL,
    lesson text NOT NULL,
    stability double precision NOT NULL CHECK (stability > 0),
    difficulty double precision NOT NULL CHECK (difficulty BETWEEN 1 AND 10),
    due timestamptz NOT NULL,
    reviewed_at timestamptz NOT NULL,
    PRIMARY KEY (student, skill),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
CREATE INDEX mastery_cards_due ON mastery_cards (student, due);

CREATE TABLE mastery_lessons (
    tenant text NOT NULL,
    student text NOT NULL,
    lesson text NOT NULL,
    -- Runs that came to their end, each once.
    finished_runs text[] NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (student, lesson),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);

-- Every unaided answer with what was foreseen of it. The key is what an attempt is: told again by
-- another fact it finds its row here. `refit` learns from these rows.
CREATE TABLE mastery_attempts (
    tenant text NOT NULL,
    student text NOT NULL,
    run text NOT NULL,
    item text NOT NULL,
    attempt integer NOT NULL CHECK (attempt >= 1),
    -- Order of the student's answers.
    place integer NOT NULL CHECK (place >= 1),
    skill text NOT NULL,
    kind text NOT NULL,
    use text NOT NULL,
    is_right boolean NOT NULL,
    foreseen_bkt double precision NOT NULL,
    foreseen_logistic double precision NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (student, run, item, attempt),
    UNIQUE (student, place),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
CREATE INDEX mastery_attempts_by_age ON mastery_attempts (tenant, at);

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['mastery_students', 'mastery_skills', 'mastery_cards',
                                'mastery_lessons', 'mastery_attempts'] LOOP
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

-- What a school's own answers have taught; without a row the shipped priors hold.
CREATE TABLE mastery_models (
    tenant text NOT NULL REFERENCES tenants,
    skill text NOT NULL,
    p_init double precision NOT NULL,
    learn double precision NOT NULL,
    slip double precision NOT NULL,
    guess double precision NOT NULL,
    -- Share of right answers among all students.
    usual double precision NOT NULL,
    PRIMARY KEY (tenant, skill)
);
ALTER TABLE mastery_models ENABLE ROW LEVEL SECURITY;
ALTER TABLE mastery_models FORCE ROW LEVEL SECURITY;
CREATE POLICY mastery_models_service ON mastery_models FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));

CREATE TABLE mastery_weights (
    tenant text NOT NULL REFERENCES tenants,
    feature text NOT NULL,
    weight double precision NOT NULL,
    PRIMARY KEY (tenant, feature)
);
ALTER TABLE mastery_weights ENABLE ROW LEVEL SECURITY;
ALTER TABLE mastery_weights FORCE ROW LEVEL SECURITY;
CREATE POLICY mastery_weights_service ON mastery_weights FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));
