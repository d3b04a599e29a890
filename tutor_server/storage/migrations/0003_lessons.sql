-- The lessons module: each time through a lesson and what became of its items, from committed facts.
--
-- How a lesson went is seen by every teacher of the tenant, like the list of sessions. What a student
-- answered wrongly, and why, is seen like the events that it comes from: by teachers only with the
-- consent `teacher_view`.

CREATE TABLE lesson_runs (
    tenant text NOT NULL,
    student text NOT NULL,
    -- One time through a lesson.
    run text NOT NULL CHECK (run <> ''),
    lesson text NOT NULL,
    path text NOT NULL,
    version text NOT NULL DEFAULT '',
    format text NOT NULL DEFAULT '',
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    unaided_right integer NOT NULL DEFAULT 0,
    unaided_total integer NOT NULL DEFAULT 0,
    items_right integer NOT NULL DEFAULT 0,
    items_total integer NOT NULL DEFAULT 0,
    seconds double precision NOT NULL DEFAULT 0,
    xp integer NOT NULL DEFAULT 0,
    PRIMARY KEY (student, run),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
CREATE INDEX lesson_runs_by_lesson ON lesson_runs (student, lesson);
CREATE INDEX lesson_runs_by_age ON lesson_runs (tenant, started_at);
ALTER TABLE lesson_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE lesson_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY lesson_runs_read ON lesson_runs FOR SELECT USING (
    app_is_staff(tenant) OR app_is_student(tenant, student) OR app_guards(tenant, student)
);
CREATE POLICY lesson_runs_write ON lesson_runs FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));

CREATE TABLE lesson_items (
    tenant text NOT NULL,
    student text NOT NULL,
    run text NOT NULL CHECK (run <> ''),
    lesson text NOT NULL,
    item text NOT NULL,
    skill text NOT NULL DEFAULT '',
    use text NOT NULL DEFAULT '',
    -- The highest number of an attempt, and the highest rung of a hint.
    attempts integer NOT NULL DEFAULT 0,
    rung integer NOT NULL DEFAULT 0,
    is_right boolean NOT NULL DEFAULT false,
    is_unaided boolean NOT NULL DEFAULT false,
    -- Of the last attempt.
    error text NOT NULL DEFAULT '',
    misconception text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    PRIMARY KEY (student, run, item),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
CREATE INDEX lesson_items_by_age ON lesson_items (tenant, at);
ALTER TABLE lesson_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE lesson_items FORCE ROW LEVEL SECURITY;
CREATE POLICY lesson_items_read ON lesson_items FOR SELECT USING (
    app_is_operator(tenant)
    OR app_is_student(tenant, student)
    OR app_guards(tenant, student)
    OR app_teacher_may_read(tenant, student)
);
CREATE POLICY lesson_items_write ON lesson_items FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));
