-- The classroom module: where each student is now, for the teacher's page.
--
-- Written by the service alone, from facts. Where somebody is and how it goes, never what was said
-- or answered: that is read from the log itself, under the log's own policies.

CREATE TABLE classroom_students (
    tenant text NOT NULL,
    student text PRIMARY KEY,
    -- The newest thing that happened.
    last_at timestamptz NOT NULL,
    -- The session in which it happened, and when that was opened.
    session text NOT NULL,
    session_at timestamptz NOT NULL,
    -- This time through a lesson; all '' before the first lesson.
    run text NOT NULL,
    lesson text NOT NULL,
    part text NOT NULL CHECK (part IN ('', 'explain', 'item', 'probe', 'finished')),
    -- The newest item of the lesson that was worked on.
    item text NOT NULL,
    attempts integer NOT NULL CHECK (attempts >= 0),
    hints integer NOT NULL CHECK (hints >= 0),
    -- The highest rung of the hint ladder on this item; 0 again once it was answered right.
    rung integer NOT NULL CHECK (rung BETWEEN 0 AND 4),
    -- Over all items since the last right answer.
    wrong_in_row integer NOT NULL CHECK (wrong_in_row >= 0),
    -- The first of them; NULL when there is none.
    erred_at timestamptz,
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
CREATE INDEX classroom_students_by_age ON classroom_students (tenant, last_at);
ALTER TABLE classroom_students ENABLE ROW LEVEL SECURITY;
ALTER TABLE classroom_students FORCE ROW LEVEL SECURITY;
CREATE POLICY classroom_students_read ON classroom_students FOR SELECT USING (
    app_is_staff(tenant) OR app_is_student(tenant, student) OR app_guards(tenant, student)
);
CREATE POLICY classroom_students_write ON classroom_students FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));

-- Finds a student's last answers without walking through everything that was ever said.
CREATE INDEX events_of_attempts ON events (student, student_seq) WHERE kind = 'item.attempted';
