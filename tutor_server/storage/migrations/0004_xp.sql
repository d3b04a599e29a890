-- The XP module: what was given for what, once each, and where each student stands.
--
-- Rows are written by the service alone, from facts; what a student chooses (time zone,
-- leaderboard) lies in tables of its own.

-- Deeds already counted. A deed told again by another fact finds its row here.
CREATE TABLE xp_deeds (
    tenant text NOT NULL,
    student text NOT NULL,
    deed text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (student, deed),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
CREATE INDEX xp_deeds_by_age ON xp_deeds (tenant, at);

-- The key of an award is what it is given for: there can be no second one.
CREATE TABLE xp_awards (
    tenant text NOT NULL,
    student text NOT NULL,
    award text NOT NULL,
    seq bigint NOT NULL,
    source text NOT NULL CHECK (source IN ('lesson', 'review', 'item', 'opinion')),
    amount integer NOT NULL CHECK (amount >= 0),
    lesson text NOT NULL DEFAULT '',
    -- The student's own date.
    day date NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (student, award),
    UNIQUE (student, seq),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);

-- XP of each of the student's own weeks, by its Monday: all that a leaderboard shows.
CREATE TABLE xp_weeks (
    tenant text NOT NULL,
    student text NOT NULL,
    week date NOT NULL,
    xp bigint NOT NULL CHECK (xp >= 0),
    PRIMARY KEY (student, week),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
CREATE INDEX xp_weeks_of_tenant ON xp_weeks (tenant, week, xp DESC);

CREATE TABLE xp_achievements (
    tenant text NOT NULL,
    student text NOT NULL,
    achievement text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (student, achievement),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);

CREATE TABLE xp_standing (
    tenant text NOT NULL,
    student text PRIMARY KEY,
    total bigint NOT NULL CHECK (total >= 0),
    last_award bigint NOT NULL,
    last_notice bigint NOT NULL,
    -- modules/xp/standing.py: totals, streak, today's caps.
    standing jsonb NOT NULL,
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);

-- The outbox of live events, numbered per student.
CREATE TABLE xp_notices (
    tenant text NOT NULL,
    student text NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('tutor.xp', 'tutor.level', 'tutor.achievement')),
    body jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (student, seq),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
CREATE INDEX xp_notices_by_age ON xp_notices (tenant, at);

-- Nobody is on a leaderboard who did not ask for it.
CREATE TABLE xp_choices (
    tenant text NOT NULL,
    student text PRIMARY KEY,
    show_on_leaderboard boolean NOT NULL DEFAULT false,
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);

-- Each zone counts from its time on, so that no earlier day moves when a student travels.
CREATE TABLE xp_time_zones (
    tenant text NOT NULL,
    student text NOT NULL,
    since timestamptz NOT NULL,
    zone text NOT NULL DEFAULT 'UTC' CHECK (zone <> ''),
    PRIMARY KEY (student, since),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);

-- Who may see and write it ---------------------------------------------------------------------

ALTER TABLE xp_choices ENABLE ROW LEVEL SECURITY;
ALTER TABLE xp_choices FORCE ROW LEVEL SECURITY;
-- Students of the tenant may know who shows their XP: an opaque id, and nothing of the others.
CREATE POLICY xp_choices_read ON xp_choices FOR SELECT USING (
    app_is_staff(tenant) OR app_is_student(tenant, student) OR app_guards(tenant, student)
    OR (show_on_leaderboard AND app_role() = 'student' AND app_reaches(tenant))
);
CREATE POLICY xp_choices_write ON xp_choices FOR ALL
    USING (app_is_service(tenant) OR app_is_student(tenant, student))
    WITH CHECK (app_is_service(tenant) OR app_is_student(tenant, student));

CREATE FUNCTION app_shows_xp(wanted text, who text) RETURNS boolean LANGUAGE sql STABLE
    AS $$ SELECT app_role() = 'student' AND app_reaches(wanted) AND EXISTS (
        SELECT FROM xp_choices c
        WHERE c.tenant = wanted AND c.student = who AND c.show_on_leaderboard) $$;

ALTER TABLE xp_weeks ENABLE ROW LEVEL SECURITY;
ALTER TABLE xp_weeks FORCE ROW LEVEL SECURITY;
CREATE POLICY xp_weeks_read ON xp_weeks FOR SELECT USING (
    app_is_staff(tenant) OR app_is_student(tenant, student) OR app_guards(tenant, student)
    OR app_shows_xp(tenant, student)
);
CREATE POLICY xp_weeks_write ON xp_weeks FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));

ALTER TABLE xp_time_zones ENABLE ROW LEVEL SECURITY;
ALTER TABLE xp_time_zones FORCE ROW LEVEL SECURITY;
CREATE POLICY xp_time_zones_read ON xp_time_zones FOR SELECT USING (
    app_is_staff(tenant) OR app_is_student(tenant, student) OR app_guards(tenant, student)
);
-- A student may add a zone and never rewrite an earlier one.
CREATE POLICY xp_time_zones_add ON xp_time_zones FOR INSERT
    WITH CHECK (app_is_student(tenant, student));
CREATE POLICY xp_time_zones_write ON xp_time_zones FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['xp_deeds', 'xp_awards', 'xp_achievements', 'xp_standing',
                                'xp_notices'] LOOP
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
