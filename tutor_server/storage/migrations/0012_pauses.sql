-- A teacher's pause of a student's tutor. It stands until it is lifted, whichever process holds
-- the student's sessions, and whether or not there are any. No row: the tutor goes on.
CREATE TABLE classroom_pauses (
    tenant text NOT NULL,
    student text PRIMARY KEY,
    set_by text NOT NULL,
    at timestamptz NOT NULL,
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
CREATE INDEX classroom_pauses_by_age ON classroom_pauses (tenant, at);
ALTER TABLE classroom_pauses ENABLE ROW LEVEL SECURITY;
ALTER TABLE classroom_pauses FORCE ROW LEVEL SECURITY;
CREATE POLICY classroom_pauses_read ON classroom_pauses FOR SELECT USING (
    app_is_staff(tenant) OR app_is_student(tenant, student) OR app_guards(tenant, student)
);
CREATE POLICY classroom_pauses_write ON classroom_pauses FOR ALL
    USING (app_is_staff(tenant)) WITH CHECK (app_is_staff(tenant));
